package org.bactrian.web.signalr;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;
import org.bactrian.web.signalr.HubRecords.HubRecordException;
import org.bactrian.web.stream.StreamClosure;
import org.bactrian.web.stream.StreamConnection;
import org.bactrian.web.stream.StreamHub;
import org.bactrian.web.stream.StreamLimits;
import org.bactrian.web.stream.StreamMessage;
import org.bactrian.web.stream.StreamRequest;
import org.bactrian.web.stream.StreamTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket of a SignalR client: a handshake, then messages of the hub, with pings both ways. All
 * on the event loop of the connection.
 */
final class HubSocket implements StreamTransport {

  private static final Logger LOG = LoggerFactory.getLogger(HubSocket.class);

  private static final int WRITE_QUEUE_BYTES = 256 * 1024;
  private static final short NORMAL = 1000;
  private static final short POLICY_VIOLATION = 1008;
  private static final int CLOSE_MILLIS = 5_000;

  private final ServerWebSocket socket;
  private final StreamHub hub;
  private final StreamRequest request;
  private final String id;
  private final HubRecords records = new HubRecords();
  private final long handshakeTimer;
  private @Nullable StreamConnection connection;
  private boolean closing;
  private boolean gone;
  private long lastReceived = System.nanoTime();

  /**
   * Waits for the handshake of a client that was admitted.
   *
   * @param id name by which callers subscribe the connection to groups
   */
  HubSocket(ServerWebSocket socket, StreamHub hub, StreamRequest request, String id) {
    this.socket = socket;
    this.hub = hub;
    this.request = request;
    this.id = id;
    StreamLimits limits = hub.admission().limits();
    this.handshakeTimer =
        request
            .context()
            .vertx()
            .setTimer(
                limits.handshakeTimeout().toMillis(),
                late -> refuseHandshake("The handshake did not come in time."));
  }

  /** Listens to the client. */
  void listen() {
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    socket.textMessageHandler(this::received);
    socket.binaryMessageHandler(
        binary -> refuse("The hub speaks the protocol json, in text messages."));
    socket.exceptionHandler(
        fault -> {
          LOG.debug("A WebSocket failed: {}", fault.toString());
          refuse("The message is larger than the hub reads, or broken.");
        });
    socket.closeHandler(closed -> gone());
    if (socket.isClosed()) {
      // The close handler does not hear of what was closed before.
      gone();
    }
  }

  private void gone() {
    if (gone) {
      return;
    }
    gone = true;
    request.context().vertx().cancelTimer(handshakeTimer);
    if (connection == null) {
      hub.admission().release(request.caller());
    } else {
      connection.gone();
    }
  }

  private void received(String text) {
    lastReceived = System.nanoTime();
    try {
      for (JsonNode record : records.take(text)) {
        if (closing) {
          return;
        }
        if (connection == null) {
          handshake(record);
        } else {
          take(record);
        }
      }
    } catch (HubRecordException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private void handshake(JsonNode record) {
    Optional<String> fault = HubRecords.handshakeFault(record);
    if (fault.isPresent()) {
      refuseHandshake(fault.get());
      return;
    }
    Optional<StreamConnection> added = hub.add(id, request, this);
    if (added.isEmpty()) {
      refuseHandshake("Another connection was opened with the same id. Negotiate a new one.");
      return;
    }
    request.context().vertx().cancelTimer(handshakeTimer);
    StreamConnection open = added.get();
    connection = open;
    write(HubRecords.HANDSHAKE_DONE);
    socket.drainHandler(drained -> open.drain());
  }

  /** Takes what a client says after its handshake; answers what waits for one. */
  private void take(JsonNode record) {
    int type = record.path("type").asInt(0);
    boolean isCall = type == 1 || type == 4;
    if (isCall && isFull()) {
      // Answers would wait for a client that does not read, however many they are.
      refuse("The client calls methods and does not read the answers.");
    } else if (isCall && record.path("invocationId").isTextual()) {
      write(HubRecords.noSuchMethod(record.path("invocationId").asText()));
    } else if (type == 7) {
      end(NORMAL, "");
    }
  }

  private void refuseHandshake(String reason) {
    if (connection == null) {
      write(HubRecords.handshakeRefused(reason));
      end(POLICY_VIOLATION, reason);
    }
  }

  private void refuse(String reason) {
    if (connection == null) {
      refuseHandshake(reason);
    } else {
      connection.close(StreamClosure.refusal(reason));
    }
  }

  @Override
  public boolean isGone() {
    return socket.isClosed();
  }

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  /** Sends the bytes that all clients share: only a frame that continues a text takes bytes. */
  @Override
  public void send(StreamMessage message) {
    if (!closing) {
      socket.writeFrame(WebSocketFrame.textFrame("", false));
      socket.writeFrame(WebSocketFrame.continuationFrame(message.hubRecords(), true));
    }
  }

  @Override
  public void heartbeat() {
    write(HubRecords.PING);
  }

  @Override
  public Optional<StreamClosure> overdue() {
    long silence = System.nanoTime() - lastReceived;
    StreamLimits limits = hub.admission().limits();
    return silence < limits.clientTimeout().toNanos()
        ? Optional.empty()
        : Optional.of(
            StreamClosure.passing(
                "Nothing came from the client in "
                    + limits.clientTimeout().toMillis()
                    + " ms, not even a ping."));
  }

  @Override
  public void close(StreamClosure closure) {
    write(HubRecords.close(closure));
    end(closure.mayReconnect() ? NORMAL : POLICY_VIOLATION, closure.reason());
  }

  private void write(String record) {
    if (!closing && !socket.isClosed()) {
      socket.writeTextMessage(record);
    }
  }

  /** Closes the WebSocket; a client that does not answer that loses its connection all the same. */
  private void end(short code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    // A close frame holds 125 bytes: two of the code, then the reason.
    socket.close(code, reason.length() > 100 ? reason.substring(0, 100) : reason);
    request
        .context()
        .vertx()
        .setTimer(
            CLOSE_MILLIS,
            late -> {
              if (!socket.isClosed()) {
                request.context().request().connection().close();
              }
            });
  }
}
