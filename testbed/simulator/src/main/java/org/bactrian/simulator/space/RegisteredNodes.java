package org.bactrian.simulator.space;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Ids that clients were given for nodes that they registered (Part 4, 5.9.5), each for its session.
 * They can be read and monitored. Thread-safe.
 */
final class RegisteredNodes {

  private final Map<NodeId, Registration> byId = new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();
  private final AtomicInteger reads = new AtomicInteger();

  /**
   * A node of a session.
   *
   * @param node id of the node itself
   * @param session id of the session, the null id for none
   */
  private record Registration(NodeId node, NodeId session) {}

  List<NodeId> register(Optional<Session> session, List<NodeId> nodes) {
    NodeId owner = session.map(Session::getSessionId).orElse(NodeId.NULL_VALUE);
    return nodes.stream()
        .map(
            node -> {
              NodeId id =
                  new NodeId(node.getNamespaceIndex(), "registered/" + last.incrementAndGet());
              byId.put(id, new Registration(node, owner));
              return id;
            })
        .toList();
  }

  void unregister(List<NodeId> ids) {
    ids.forEach(byId::remove);
  }

  int count() {
    return byId.size();
  }

  /** Number of values that were read by such ids. */
  int reads() {
    return reads.get();
  }

  /** The same with ids of the nodes themselves, but for ids of another session. */
  List<ReadValueId> resolve(Optional<Session> session, List<ReadValueId> wanted) {
    return byId.isEmpty() ? wanted : wanted.stream().map(one -> resolve(session, one)).toList();
  }

  private ReadValueId resolve(Optional<Session> session, ReadValueId wanted) {
    Registration known = byId.get(wanted.getNodeId());
    if (known == null
        || session.filter(one -> !one.getSessionId().equals(known.session())).isPresent()) {
      return wanted;
    }
    reads.incrementAndGet();
    return new ReadValueId(
        known.node(), wanted.getAttributeId(), wanted.getIndexRange(), wanted.getDataEncoding());
  }
}
