package org.bactrian.web.stream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.bactrian.web.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Stream as Server-Sent Events (HTML Living Standard, section 9.2): each message with an id, an
 * event name and one line of JSON; comments while nothing is sent. Nothing is sent again to a
 * client that comes back, whatever its {@code Last-Event-ID}.
 */
public final class ServerSentEvents implements StreamTransport {

  private static final int WRITE_QUEUE_BYTES = 256 * 1024;
  private static final Buffer BEGIN = Buffer.buffer("retry: 3000\n: connected\n\n");
  private static final Buffer HEARTBEAT = Buffer.buffer(": alive\n\n");

  private final HttpServerResponse response;

  private ServerSentEvents(HttpServerResponse response) {
    this.response = response;
  }

  /** An opening that streams all messages of a hub. */
  public static StreamOpening of(StreamHub hub) {
    return request -> open(request, hub, null);
  }

  /** An opening that streams the messages of a group. */
  public static StreamOpening of(StreamHub hub, String group) {
    return request -> open(request, hub, group);
  }

  private static Optional<Problem> open(
      StreamRequest request, StreamHub hub, @Nullable String group) {
    Optional<Problem> refused = hub.admission().admit(request.caller());
    if (refused.isPresent()) {
      return refused;
    }
    HttpServerRequest http = request.context().request();
    HttpServerResponse response = http.response();
    response
        .putHeader("Content-Type", "text/event-stream; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true)
        .setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    ServerSentEvents events = new ServerSentEvents(response);
    // Before the client sees the stream open, so that it misses nothing from then on.
    StreamConnection connection =
        group == null ? hub.add(request, events) : hub.addTo(group, request, events);
    response.write(BEGIN);
    response.drainHandler(drained -> connection.drain());
    request.context().addEndHandler(ended -> connection.gone());
    connection.check();
    return Optional.empty();
  }

  @Override
  public boolean isGone() {
    return response.closed();
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void send(StreamMessage message) {
    write(message.events());
  }

  @Override
  public void heartbeat() {
    write(HEARTBEAT);
  }

  @Override
  public Optional<StreamClosure> overdue() {
    return Optional.empty();
  }

  @Override
  public void close(StreamClosure closure) {
    if (!response.ended() && !response.closed()) {
      response.end(Buffer.buffer(": " + closure.reason() + "\n\n"));
    }
  }

  private void write(Buffer bytes) {
    if (!response.ended() && !response.closed()) {
      response.write(bytes);
    }
  }
}
