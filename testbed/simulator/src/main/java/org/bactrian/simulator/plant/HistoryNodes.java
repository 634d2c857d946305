package org.bactrian.simulator.plant;

import java.util.EnumSet;
import org.bactrian.simulator.history.EventArchive;
import org.bactrian.simulator.history.Historian;
import org.bactrian.simulator.history.HistoryAggregate;
import org.bactrian.simulator.history.ValueArchive;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.Reference.Direction;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.HistoricalDataConfigurationTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.factories.NodeFactory.InstantiationCallback;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Marks nodes that have a history (Part 11, 5.2), and announces what the server can do with
 * histories (Part 11, 5.4.2).
 */
public final class HistoryNodes {

  private static final String CONFIGURATION = "HA Configuration";

  /** Bits of EventNotifier (Part 3, 8.59): history can be read and written. */
  private static final int EVENT_HISTORY = 0x0C;

  private final NodeBuilder nodes;

  /** Marks nodes of a namespace. */
  public HistoryNodes(NodeBuilder nodes) {
    this.nodes = nodes;
  }

  /**
   * Gives a variable an archive, and an object that says how it is recorded.
   *
   * @param recording whether new values are recorded
   * @param definition where the values come from, for people
   */
  public ValueArchive record(NodeId variable, boolean recording, String definition) {
    UaVariableNode node =
        (UaVariableNode) nodes.namespace().getNodeManager().getNode(variable).orElseThrow();
    EnumSet<AccessLevel> access = AccessLevel.fromValue(node.getAccessLevel());
    access.addAll(AccessLevel.HISTORY_READ_WRITE);
    node.setAccessLevel(AccessLevel.toValue(access));
    node.setUserAccessLevel(AccessLevel.toValue(access));
    node.setHistorizing(recording);
    configure(node, definition);
    return nodes.namespace().historian().values(variable);
  }

  /** Gives an object an archive of the events that pass it. */
  public EventArchive recordEvents(NodeId notifier) {
    UaObjectNode node =
        (UaObjectNode) nodes.namespace().getNodeManager().getNode(notifier).orElseThrow();
    node.setEventNotifier(UByte.valueOf(node.getEventNotifier().intValue() | EVENT_HISTORY));
    return nodes.namespace().historian().events(notifier);
  }

  private void configure(UaVariableNode variable, String definition) {
    NodeId id = nodes.id(variable.getNodeId().getIdentifier() + "/" + CONFIGURATION);
    try {
      HistoricalDataConfigurationTypeNode node =
          (HistoricalDataConfigurationTypeNode)
              nodes
                  .namespace()
                  .getNodeFactory()
                  .createNode(id, NodeIds.HistoricalDataConfigurationType, new OptionalParts());
      node.setBrowseName(new QualifiedName(0, CONFIGURATION));
      node.setDisplayName(LocalizedText.english(CONFIGURATION));
      node.setStepped(false);
      node.setDefinition(definition);
      node.getAggregateConfigurationNode().setTreatUncertainAsBad(true);
      node.getAggregateConfigurationNode().setPercentDataBad(UByte.valueOf(100));
      node.getAggregateConfigurationNode().setPercentDataGood(UByte.valueOf(100));
      node.getAggregateConfigurationNode().setUseSlopedExtrapolation(false);
      nodes.link(variable.getNodeId(), NodeIds.HasHistoricalConfiguration, node);
    } catch (UaException e) {
      throw new IllegalStateException("the server cannot make the object " + id, e);
    }
  }

  /** Announces what the historian can do. */
  public static void announce(OpcUaServer server) {
    for (NodeId able :
        new NodeId[] {
          NodeIds.HistoryServerCapabilities_AccessHistoryDataCapability,
          NodeIds.HistoryServerCapabilities_AccessHistoryEventsCapability,
          NodeIds.HistoryServerCapabilities_InsertDataCapability,
          NodeIds.HistoryServerCapabilities_ReplaceDataCapability,
          NodeIds.HistoryServerCapabilities_UpdateDataCapability,
          NodeIds.HistoryServerCapabilities_DeleteRawCapability,
          NodeIds.HistoryServerCapabilities_DeleteAtTimeCapability,
          NodeIds.HistoryServerCapabilities_InsertEventCapability,
          NodeIds.HistoryServerCapabilities_ReplaceEventCapability,
          NodeIds.HistoryServerCapabilities_UpdateEventCapability,
          NodeIds.HistoryServerCapabilities_DeleteEventCapability
        }) {
      set(server, able, true);
    }
    set(server, NodeIds.HistoryServerCapabilities_InsertAnnotationCapability, false);
    set(server, NodeIds.HistoryServerCapabilities_ServerTimestampSupported, true);
    UInteger most = UInteger.valueOf(Historian.MOST_ENTRIES);
    set(server, NodeIds.HistoryServerCapabilities_MaxReturnDataValues, most);
    set(server, NodeIds.HistoryServerCapabilities_MaxReturnEventValues, most);
    UaNode folder =
        server
            .getAddressSpaceManager()
            .getManagedNode(NodeIds.HistoryServerCapabilities_AggregateFunctions)
            .orElseThrow();
    for (HistoryAggregate function : HistoryAggregate.values()) {
      folder.addReference(
          new Reference(
              folder.getNodeId(), NodeIds.Organizes, function.id().expanded(), Direction.FORWARD));
    }
  }

  private static void set(OpcUaServer server, NodeId variable, Object value) {
    server
        .getAddressSpaceManager()
        .getManagedNode(variable)
        .map(UaVariableNode.class::cast)
        .orElseThrow()
        .setValue(new DataValue(new Variant(value)));
  }

  private static final class OptionalParts implements InstantiationCallback {
    @Override
    public boolean includeOptionalNode(NodeId type, QualifiedName browseName) {
      return "Definition".equals(browseName.name());
    }
  }
}
