package org.bactrian.edge.gds.server;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.gds.ApplicationRegistrar;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.SessionListener;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Namespace of Part 12 with the object Directory, which is a CertificateDirectoryType, under the
 * node ids of the specification.
 */
final class GdsNamespace extends ManagedNamespaceWithLifecycle {

  private final SubscriptionModel sampled;
  private final TrustListFiles files;
  private final GdsNodeBuilder nodes;

  /** Adds the namespace to a server; {@link #startup()} makes it visible to clients. */
  GdsNamespace(OpcUaServer server, ApplicationRegistrar registrar, InstantSource clock) {
    super(server, GdsIds.NAMESPACE);
    this.sampled = new SubscriptionModel(server, this);
    this.files = new TrustListFiles(server.getStaticEncodingContext());
    this.nodes = new GdsNodeBuilder(getNodeContext(), getNodeManager(), getNamespaceIndex());
    getLifecycleManager().addLifecycle(sampled);
    getLifecycleManager().addStartupTask(() -> build(registrar, clock));
    server
        .getSessionManager()
        .addSessionListener(
            new SessionListener() {
              @Override
              public void onSessionClosed(Session session) {
                files.closeAll(session.getSessionId());
              }
            });
  }

  private void build(ApplicationRegistrar registrar, InstantSource clock) {
    types();
    NodeId directory = nodes.id(GdsIds.DIRECTORY);
    nodes.object(
        NodeIds.ObjectsFolder,
        NodeIds.Organizes,
        directory,
        nodes.name("Directory"),
        nodes.id(GdsIds.CERTIFICATE_DIRECTORY_TYPE));
    nodes.object(
        directory,
        NodeIds.HasComponent,
        nodes.id(GdsIds.APPLICATIONS),
        nodes.name("Applications"),
        NodeIds.FolderType);
    groups(directory);
    RefusedCallLog refusals = new RefusedCallLog(clock);
    TrustListNodes trustLists = new TrustListNodes(nodes, files, registrar, refusals);
    trustLists.addDefault();
    Map<GdsMethod, GdsMethodHandler.Body> bodies = new EnumMap<>(GdsMethod.class);
    bodies.putAll(
        new DirectoryMethods(
                registrar, trustLists, getServer().getStaticEncodingContext(), getNamespaceIndex())
            .bodies());
    bodies.putAll(
        new CertificateMethods(registrar, trustLists, clock, getNamespaceIndex()).bodies());
    bodies.forEach((method, body) -> method(directory, method, body, refusals));
  }

  private void types() {
    NodeId record = nodes.id(GdsIds.APPLICATION_RECORD);
    NodeId binary = nodes.id(GdsIds.APPLICATION_RECORD_BINARY);
    nodes.structure(
        record, binary, "ApplicationRecordDataType", ApplicationRecord.definition(binary));
    getServer()
        .getStaticDataTypeManager()
        .registerType(record, new ApplicationRecord.Codec(), binary, null, null);
    getServer()
        .getDynamicDataTypeManager()
        .registerType(record, new ApplicationRecord.Codec(), binary, null, null);
    nodes.objectType(NodeIds.BaseObjectType, nodes.id(GdsIds.DIRECTORY_TYPE), "DirectoryType");
    nodes.objectType(
        nodes.id(GdsIds.DIRECTORY_TYPE),
        nodes.id(GdsIds.CERTIFICATE_DIRECTORY_TYPE),
        "CertificateDirectoryType");
  }

  private void groups(NodeId directory) {
    NodeId folder = nodes.id(GdsIds.CERTIFICATE_GROUPS);
    NodeId group = nodes.id(GdsIds.DEFAULT_APPLICATION_GROUP);
    nodes.object(
        directory,
        NodeIds.Organizes,
        folder,
        nodes.name("CertificateGroups"),
        NodeIds.CertificateGroupFolderType);
    nodes.object(
        folder,
        NodeIds.HasComponent,
        group,
        new QualifiedName(0, "DefaultApplicationGroup"),
        NodeIds.CertificateGroupType);
    nodes.object(
        group,
        NodeIds.HasComponent,
        nodes.id(GdsIds.DEFAULT_TRUST_LIST),
        new QualifiedName(0, "TrustList"),
        NodeIds.TrustListType);
    nodes.property(
        group,
        nodes.id(GdsIds.DEFAULT_CERTIFICATE_TYPES),
        new QualifiedName(0, "CertificateTypes"),
        NodeIds.NodeId,
        new Variant(CertificateMethods.TYPES.toArray(NodeId[]::new)));
  }

  private void method(
      NodeId directory, GdsMethod method, GdsMethodHandler.Body body, RefusedCallLog refusals) {
    nodes.method(
        directory,
        nodes.methodIds(method.id()),
        nodes.name(method.browseName()),
        method.inputs(),
        method.outputs(),
        new GdsMethodHandler(method.browseName(), method.inputs(), body, refusals));
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    sampled.onDataItemsCreated(items);
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {
    sampled.onDataItemsModified(items);
  }

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    sampled.onDataItemsDeleted(items);
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {
    sampled.onMonitoringModeChanged(items);
  }
}
