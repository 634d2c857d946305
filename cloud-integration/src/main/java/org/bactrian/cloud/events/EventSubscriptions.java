package org.bactrian.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.stream.StreamHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code eventSubscriptions}: subscribes SignalR connections, which other replicas may
 * have, to values and progress. A subscription ends with its connection.
 */
public final class EventSubscriptions {

  private static final Logger LOG = LoggerFactory.getLogger(EventSubscriptions.class);

  /** Ids of connections and of what is subscribed to are shorter. */
  private static final int MAX_ID = 512;

  private final LiveHubs hubs;
  private final Consumer<SubscriptionChange> otherReplicas;

  /**
   * @param otherReplicas tells other replicas of the change of a connection that this one does not
   *     have
   */
  EventSubscriptions(LiveHubs hubs, Consumer<SubscriptionChange> otherReplicas) {
    this.hubs = hubs;
    this.otherReplicas = otherReplicas;
  }

  /** SubscribeByDiscovererId: progress of a discoverer to a connection. */
  public void subscribeByDiscovererId(
      @Header("discovererId") String discovererId, @Body JsonNode connectionId) {
    discovery(LiveHubs.ofDiscoverer(discovererId), text(connectionId), true);
  }

  /** UnsubscribeByDiscovererId: no more progress of a discoverer to a connection. */
  public void unsubscribeByDiscovererId(
      @Header("discovererId") String discovererId, @Header("connectionId") String connectionId) {
    discovery(LiveHubs.ofDiscoverer(discovererId), connectionId, false);
  }

  /** SubscribeByRequestId: progress of a request to a connection. */
  public void subscribeByRequestId(
      @Header("requestId") String requestId, @Body JsonNode connectionId) {
    discovery(LiveHubs.ofRequest(requestId), text(connectionId), true);
  }

  /** UnsubscribeByRequestId: no more progress of a request to a connection. */
  public void unsubscribeByRequestId(
      @Header("requestId") String requestId, @Header("connectionId") String connectionId) {
    discovery(LiveHubs.ofRequest(requestId), connectionId, false);
  }

  /** Subscribe: values of an endpoint to a connection. */
  public void subscribe(@Header("endpointId") String endpointId, @Body JsonNode connectionId) {
    change(new SubscriptionChange(LiveHub.PUBLISHERS, text(connectionId), endpointId, true));
  }

  /** Unsubscribe: no more values of an endpoint to a connection. */
  public void unsubscribe(
      @Header("endpointId") String endpointId, @Header("connectionId") String connectionId) {
    change(new SubscriptionChange(LiveHub.PUBLISHERS, connectionId, endpointId, false));
  }

  private void discovery(String group, String connectionId, boolean subscribed) {
    change(new SubscriptionChange(LiveHub.DISCOVERY, connectionId, group, subscribed));
  }

  private static String text(JsonNode connectionId) {
    return connectionId.asText();
  }

  private void change(SubscriptionChange change) {
    if (change.connectionId().isBlank()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The body has to be the id of the connection, as a JSON text such as \"cW3…\".");
    }
    if (change.connectionId().length() > MAX_ID || change.group().length() > MAX_ID) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "An id is longer than " + MAX_ID + " characters.");
    }
    if (!apply(change)) {
      otherReplicas.accept(change);
    }
  }

  /** Takes note of a change that another replica was asked for. */
  void fromOtherReplica(SubscriptionChange change) {
    try {
      apply(change);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BUSY);
      LOG.warn("A connection is not subscribed to {}: {}", change.group(), e.getMessage());
    }
  }

  /** Returns false when this replica has no such connection. */
  private boolean apply(SubscriptionChange change) {
    StreamHub hub = hubs.of(change.hub());
    return change.subscribed()
        ? hub.join(change.connectionId(), change.group())
        : hub.leave(change.connectionId(), change.group());
  }
}
