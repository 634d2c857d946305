package org.bactrian.web.signalr;

import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.web.problem.Problem;
import org.bactrian.web.stream.ServerSentEvents;
import org.bactrian.web.stream.StreamHub;
import org.bactrian.web.stream.StreamOpening;
import org.bactrian.web.stream.StreamRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opening of a hub to a client: SignalR over WebSocket, or Server-Sent Events. */
public final class HubOpening implements StreamOpening {

  private static final Logger LOG = LoggerFactory.getLogger(HubOpening.class);

  private final StreamHub hub;
  private final String id;

  private HubOpening(StreamHub hub, String id) {
    this.hub = hub;
    this.id = id;
  }

  /**
   * The opening that a request asks for.
   *
   * @param upgrade header {@code Upgrade} of the request, empty for none
   * @param sentToken parameter {@code id}: the token of the connection that was negotiated, empty
   *     for a client that did not negotiate
   * @throws OperationException of kind NOT_FOUND for a token that was never given out, of kind
   *     CONFLICT for one whose connection is open, of kind BAD_REQUEST for another transport
   */
  public static StreamOpening of(StreamHub hub, String upgrade, String sentToken) {
    if (!upgrade.equalsIgnoreCase("websocket")) {
      if (!sentToken.isEmpty()) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "Of SignalR's transports there is WebSockets only. Without the parameter id this is a"
                + " stream of Server-Sent Events.");
      }
      return ServerSentEvents.of(hub);
    }
    ConnectionToken token =
        sentToken.isEmpty()
            ? ConnectionToken.create(1)
            : ConnectionToken.of(sentToken)
                .orElseThrow(
                    () ->
                        new OperationException(
                            FaultKind.NOT_FOUND,
                            "No connection with that id was negotiated. Negotiate one."));
    if (hub.has(token.id())) {
      throw new OperationException(
          FaultKind.CONFLICT, "The connection with that id is open already. Negotiate another.");
    }
    return new HubOpening(hub, token.id());
  }

  @Override
  public Optional<Problem> accept(StreamRequest request) {
    Optional<Problem> refused = hub.admission().admit(request.caller());
    if (refused.isPresent()) {
      return refused;
    }
    Vertx vertx = request.context().vertx();
    // Nobody is told of a client that goes before its WebSocket is open.
    AtomicBoolean settled = new AtomicBoolean();
    long timer =
        vertx.setTimer(
            hub.admission().limits().handshakeTimeout().toMillis(),
            late -> notOpened(request, settled, "The client is gone."));
    request
        .context()
        .request()
        .toWebSocket()
        .onComplete(
            opened -> {
              vertx.cancelTimer(timer);
              if (opened.failed()) {
                notOpened(request, settled, opened.cause().toString());
              } else if (settled.compareAndSet(false, true)) {
                new HubSocket(opened.result(), hub, request, id).listen();
              } else {
                opened.result().close();
              }
            });
    return Optional.empty();
  }

  private void notOpened(StreamRequest request, AtomicBoolean settled, String reason) {
    if (settled.compareAndSet(false, true)) {
      LOG.debug("A WebSocket was not opened: {}", reason);
      hub.admission().release(request.caller());
    }
  }
}
