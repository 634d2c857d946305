package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final List<NodeAttributeId> unregistered;

  /** Places of the nodes to register. */
  private final List<Integer> places = new ArrayList<>();

  private volatile @Nullable Registration registration;

  CyclicReadTargets(Session session, List<MonitoredItem> items) {
    this.session = session;
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
    if (known != null && known.connection().equals(connection)) {
      return CompletableFuture.completedFuture(known.targets());
    }
    return new NodeServices(session::client)
        .register(places.stream().map(place -> unregistered.get(place).node()).toList())
        .thenApply(this::registered)
        .exceptionallyCompose(this::withoutRegistration)
        .thenApply(
            targets -> {
              registration = new Registration(connection, targets);
              return targets;
            });
  }

  /** Registers the nodes anew before the next read. */
  void forget() {
    registration = null;
  }

  private List<NodeAttributeId> registered(List<NodeId> ids) {
    List<NodeAttributeId> targets = new ArrayList<>(unregistered);
    for (int i = 0; i < ids.size(); i++) {
      if (!ids.get(i).isNull()) {
        NodeAttributeId target = unregistered.get(places.get(i));
        targets.set(
            places.get(i),
            new NodeAttributeId(ids.get(i).expanded(), target.attribute(), target.indexRange()));
      }
    }
    return targets;
  }

  private CompletableFuture<List<NodeAttributeId>> withoutRegistration(Throwable fault) {
    UaException cause = UaException.extract(fault).orElseGet(() -> new UaException(fault));
    if (StatusText.meansLostSession(cause)) {
      return CompletableFuture.failedFuture(cause);
    }
    LOG.warn(
        "{}: {} nodes are read without being registered, since the server refuses that: {}",
        session.settings().endpointUrl(),
        places.size(),
        StatusText.of(cause));
    return CompletableFuture.completedFuture(unregistered);
  }
}
