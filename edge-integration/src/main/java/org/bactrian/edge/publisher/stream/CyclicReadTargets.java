package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that are read again and again, by the ids that the server has registered them under where
 * that is asked for. A registration ends with its session, so it is made anew for each connection.
 * Used by one read at a time.
 */
final class CyclicReadTargets {

  private static final Logger LOG = LoggerFactory.getLogger(CyclicReadTargets.class);

  private final Session session;
  private final List<MonitoredItem> items;
  private final List<NodeAttributeId> unregistered;

  /** Places of the nodes to register. */
  private final List<Integer> places = new ArrayList<>();

  /** Places of nodes whose ids may be those of a session that has ended. */
  private final Set<Integer> doubted = ConcurrentHashMap.newKeySet();

  private volatile @Nullable Registration registration;

  CyclicReadTargets(Session session, List<MonitoredItem> items) {
    this.session = session;
    this.items = items;
    this.unregistered =
        items.stream()
            .map(item -> new NodeAttributeId(item.nodeId(), item.attribute(), item.indexRange()))
            .toList();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).registered()) {
        places.add(i);
      }
    }
  }

  /**
   * Ids that are valid for a connection.
   *
   * @param connection state of the session while it is connected
   * @param targets what is to be read
   */
  private record Registration(SessionState.Connected connection, List<NodeAttributeId> targets) {}

  /** The targets of a read, in the order of the items. */
  CompletableFuture<List<NodeAttributeId>> of(SessionState.Connected connection) {
    Registration known = registration;
    if (places.isEmpty()) {
      return CompletableFuture.completedFuture(unregistered);
    }
    if (known == null || !known.connection().equals(connection)) {
      return register(connection, places, unregistered);
    }
    return doubted.isEmpty()
        ? CompletableFuture.completedFuture(known.targets())
        : register(connection, List.copyOf(doubted), known.targets());
  }

  /** Registers the node of a place anew before the next read, if it is one to register. */
  void doubt(int place) {
    if (items.get(place).registered()) {
      doubted.add(place);
    }
  }

  /**
   * Registers the nodes of some places.
   *
   * @param others targets of the other places
   */
  private CompletableFuture<List<NodeAttributeId>> register(
      SessionState.Connected connection, List<Integer> some, List<NodeAttributeId> others) {
    return new NodeServices(session::client)
        .register(some.stream().map(place -> unregistered.get(place).node()).toList())
        .exceptionallyCompose(fault -> withoutRegistration(fault, some.size()))
        .thenApply(
            ids -> {
              List<NodeAttributeId> targets = new ArrayList<>(others);
              for (int i = 0; i < some.size(); i++) {
                int place = some.get(i);
                targets.set(place, target(unregistered.get(place), ids.get(i)));
              }
              registration = new Registration(connection, targets);
              doubted.removeAll(some);
              return targets;
            });
  }

  private static NodeAttributeId target(NodeAttributeId unregistered, NodeId id) {
    return id.isNull()
        ? unregistered
        : new NodeAttributeId(id.expanded(), unregistered.attribute(), unregistered.indexRange());
  }

  /** Answers a refusal by null ids, so that the nodes' own ids are used. */
  private CompletableFuture<List<NodeId>> withoutRegistration(Throwable fault, int nodes) {
    UaException cause = UaException.extract(fault).orElseGet(() -> new UaException(fault));
    if (StatusText.meansLostSession(cause)) {
      return CompletableFuture.failedFuture(cause);
    }
    LOG.warn(
        "{}: {} nodes are read without being registered, since the server refuses that: {}",
        session.settings().endpointUrl(),
        nodes,
        StatusText.of(cause));
    return CompletableFuture.completedFuture(Collections.nCopies(nodes, NodeId.NULL_VALUE));
  }
}
