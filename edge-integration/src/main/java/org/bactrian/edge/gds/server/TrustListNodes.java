package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ushort;

import java.util.Map;
import java.util.UUID;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.bactrian.edge.gds.GdsApplication;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilters;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Trust list objects (Part 12, 7.8.2): one for each application that asked for its list, and the
 * one of DefaultApplicationGroup, in which a client finds the list of the application that it is.
 * Thread-safe.
 */
final class TrustListNodes {

  private static final String FOLDER = "TrustLists/";

  private final GdsNodeBuilder nodes;
  private final TrustListFiles files;
  private final ApplicationRegistrar registrar;
  private final RefusedCallLog refusals;

  TrustListNodes(
      GdsNodeBuilder nodes,
      TrustListFiles files,
      ApplicationRegistrar registrar,
      RefusedCallLog refusals) {
    this.nodes = nodes;
    this.files = files;
    this.registrar = registrar;
    this.refusals = refusals;
  }

  /** Adds the methods and properties of the trust list of DefaultApplicationGroup. */
  void addDefault() {
    NodeId id = nodes.id(GdsIds.DEFAULT_TRUST_LIST);
    Map<FileMethod, GdsMethodHandler.Body> bodies = files.bodies(id, this::own);
    bodies.forEach((method, body) -> add(id, nodes.methodIds(method.id()), method, body));
    property(id, nodes.id(617), "Size", NodeIds.UInt64, ulong(0));
    property(id, nodes.id(618), "Writable", NodeIds.Boolean, false);
    property(id, nodes.id(619), "UserWritable", NodeIds.Boolean, false);
    openCount(id, nodes.id(620));
    property(id, nodes.id(637), "LastUpdateTime", NodeIds.UtcTime, DateTime.MIN_VALUE);
  }

  private GdsApplication own(GdsCaller caller) throws UaException {
    GdsApplication application =
        registrar
            .applications()
            .find(caller.applicationUri())
            .orElseThrow(
                () ->
                    new UaException(
                        StatusCodes.Bad_UserAccessDenied,
                        "The client is not registered. Call RegisterApplication, then GetTrustList."));
    registrar.refreshTrustList(application);
    return application;
  }

  /** The trust list of an application, which is made at the first call. */
  synchronized NodeId of(GdsApplication application) {
    String text = text(application.id());
    NodeId id = nodes.id(text);
    if (nodes.nodes().containsNode(id)) {
      return id;
    }
    nodes.object(
        nodes.id(GdsIds.DEFAULT_APPLICATION_GROUP),
        NodeIds.HasComponent,
        id,
        nodes.name(application.id().toString()),
        NodeIds.TrustListType);
    UUID owner = application.id();
    Map<FileMethod, GdsMethodHandler.Body> bodies =
        files.bodies(
            id,
            caller -> {
              GdsApplication current = registrar.get(owner);
              caller.mayActFor(current);
              return current;
            });
    bodies.forEach(
        (method, body) -> add(id, nodes.methodIds(text, method.browseName()), method, body));
    property(id, nodes.id(text + "/Size"), "Size", NodeIds.UInt64, ulong(0));
    property(id, nodes.id(text + "/Writable"), "Writable", NodeIds.Boolean, false);
    property(id, nodes.id(text + "/UserWritable"), "UserWritable", NodeIds.Boolean, false);
    openCount(id, nodes.id(text + "/OpenCount"));
    lastUpdate(id, nodes.id(text + "/LastUpdateTime"), owner);
    return id;
  }

  /** Removes the trust list of an application that is registered no more. */
  synchronized void remove(UUID application) {
    String text = text(application);
    nodes.nodes().getNode(nodes.id(text)).ifPresent(UaNode::delete);
  }

  private static String text(UUID application) {
    return FOLDER + application;
  }

  private void add(
      NodeId owner, GdsNodeBuilder.MethodIds ids, FileMethod method, GdsMethodHandler.Body body) {
    nodes.method(
        owner,
        ids,
        new QualifiedName(0, method.browseName()),
        method.inputs(),
        method.outputs(),
        new GdsMethodHandler(method.browseName(), method.inputs(), body, refusals));
  }

  private UaVariableNode property(
      NodeId owner, NodeId id, String name, NodeId dataType, Object value) {
    return nodes.property(owner, id, new QualifiedName(0, name), dataType, new Variant(value));
  }

  private void openCount(NodeId trustList, NodeId id) {
    property(trustList, id, "OpenCount", NodeIds.UInt16, ushort(0))
        .getFilterChain()
        .addLast(
            AttributeFilters.getValue(
                context -> new DataValue(new Variant(ushort(files.openCount(trustList))))));
  }

  private void lastUpdate(NodeId trustList, NodeId id, UUID owner) {
    property(trustList, id, "LastUpdateTime", NodeIds.UtcTime, DateTime.MIN_VALUE)
        .getFilterChain()
        .addLast(
            AttributeFilters.getValue(
                context ->
                    new DataValue(
                        new Variant(
                            registrar
                                .applications()
                                .find(owner)
                                .map(GdsApplication::trustListChanged)
                                .map(DateTime::new)
                                .orElse(DateTime.MIN_VALUE)))));
  }
}
