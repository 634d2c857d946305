package org.bactrian.cloud.events;

import org.apache.camel.Header;
import org.bactrian.web.signalr.HubOpening;
import org.bactrian.web.signalr.NegotiateResponse;
import org.bactrian.web.stream.ServerSentEvents;
import org.bactrian.web.stream.StreamOpening;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code eventStreams}: openings of streams. A hub is opened to SignalR clients by a
 * WebSocket and to others as Server-Sent Events.
 */
public final class EventStreams {

  private static final String UPGRADE = "Upgrade";
  private static final String ID = "id";

  private final LiveHubs hubs;

  EventStreams(LiveHubs hubs) {
    this.hubs = hubs;
  }

  /** Negotiation of any hub: gives out the id and the token of a connection. */
  public NegotiateResponse negotiate(@Header("negotiateVersion") @Nullable Integer version) {
    return NegotiateResponse.to(version == null ? 0 : version);
  }

  /** StreamApplicationEvents: changes of applications. */
  public StreamOpening streamApplicationEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.APPLICATIONS, upgrade, token);
  }

  /** StreamEndpointEvents: changes of endpoints. */
  public StreamOpening streamEndpointEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.ENDPOINTS, upgrade, token);
  }

  /** StreamGatewayEvents: changes of gateways. */
  public StreamOpening streamGatewayEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.GATEWAYS, upgrade, token);
  }

  /** StreamSupervisorEvents: changes of supervisors. */
  public StreamOpening streamSupervisorEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.SUPERVISORS, upgrade, token);
  }

  /** StreamDiscovererEvents: changes of discoverers. */
  public StreamOpening streamDiscovererEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.DISCOVERY, upgrade, token);
  }

  /** StreamPublisherEvents: changes of publishers. */
  public StreamOpening streamPublisherEvents(
      @Header(UPGRADE) @Nullable String upgrade, @Header(ID) @Nullable String token) {
    return hub(LiveHub.PUBLISHERS, upgrade, token);
  }

  private StreamOpening hub(LiveHub hub, @Nullable String upgrade, @Nullable String token) {
    return HubOpening.of(hubs.of(hub), upgrade == null ? "" : upgrade, token == null ? "" : token);
  }

  /** StreamProgressByDiscovererId: progress of a discoverer, as Server-Sent Events. */
  public StreamOpening streamProgressByDiscovererId(@Header("discovererId") String discovererId) {
    return ServerSentEvents.of(hubs.of(LiveHub.DISCOVERY), LiveHubs.ofDiscoverer(discovererId));
  }

  /** StreamProgressByRequestId: progress of a request, as Server-Sent Events. */
  public StreamOpening streamProgressByRequestId(@Header("requestId") String requestId) {
    return ServerSentEvents.of(hubs.of(LiveHub.DISCOVERY), LiveHubs.ofRequest(requestId));
  }

  /** StreamSamples: values of an endpoint, as Server-Sent Events. */
  public StreamOpening streamSamples(@Header("endpointId") String endpointId) {
    return ServerSentEvents.of(hubs.of(LiveHub.PUBLISHERS), endpointId);
  }
}
