package org.bactrian.opcua.subscription;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that were registered with a server (Part 4, 5.9.5), which then finds them faster. A
 * registration ends with its session, so these belong to one connection. Not thread-safe.
 */
final class NodeRegistrations {

  private static final Logger LOG = LoggerFactory.getLogger(NodeRegistrations.class);

  private final String server;
  private final OpcUaClient client;
  private final Map<NodeId, NodeId> registered = new HashMap<>();

  NodeRegistrations(String server, OpcUaClient client) {
    this.server = server;
    this.client = client;
  }

  /**
   * The creations with the ids that the server gave to registered nodes. A server that registers
   * none is asked for the nodes as they are.
   *
   * @throws UaException when the session was lost meanwhile
   */
  List<MonitoredItemCalls.Creation> of(List<MonitoredItemCalls.Creation> creations)
      throws UaException {
    List<NodeId> fresh =
        creations.stream()
            .filter(creation -> creation.entry().item.registered())
            .map(MonitoredItemCalls.Creation::node)
            .filter(node -> !registered.containsKey(node))
            .distinct()
            .toList();
    if (!fresh.isEmpty()) {
      register(fresh);
    }
    return creations.stream()
        .map(
            creation ->
                creation.entry().item.registered()
                    ? new MonitoredItemCalls.Creation(
                        creation.entry(),
                        registered.getOrDefault(creation.node(), creation.node()),
                        creation.eventFilter())
                    : creation)
        .toList();
  }

  private void register(List<NodeId> nodes) throws UaException {
    try {
      NodeId[] ids =
          ServiceResults.complete(
              "RegisterNodes", client.registerNodes(nodes).getRegisteredNodeIds(), nodes.size());
      for (int i = 0; i < ids.length; i++) {
        registered.put(nodes.get(i), ids[i]);
      }
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      nodes.forEach(node -> registered.put(node, node));
      LOG.warn(
          "{}: {} nodes are monitored without being registered, since the server refuses that: {}",
          server,
          nodes.size(),
          StatusText.of(e));
    }
  }
}
