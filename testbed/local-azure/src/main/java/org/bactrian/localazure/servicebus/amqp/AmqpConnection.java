package org.bactrian.localazure.servicebus.amqp;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.Collector;
import org.apache.qpid.proton.engine.Connection;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Event;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.engine.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's connection: moves bytes between its socket and Proton's engine, and tells links what
 * happens to them. Belongs to the event loop.
 */
final class AmqpConnection {

  private static final Logger LOG = LoggerFactory.getLogger(AmqpConnection.class);
  private static final int MAX_FRAME_BYTES = 64 * 1024;
  private static final int IDLE_MILLIS = 240_000;

  private final Vertx vertx;
  private final NetSocket socket;
  private final LinkOpener links;
  private final SaslHandshake sasl;
  private final Connection connection = Proton.connection();
  private final Transport transport = Proton.transport();
  private final Collector collector = Proton.collector();
  private long heartbeat;
  private boolean flushing;
  private boolean closed;

  AmqpConnection(Vertx vertx, NetSocket socket, LinkOpener links, SaslHandshake sasl) {
    this.vertx = vertx;
    this.socket = socket;
    this.links = links;
    this.sasl = sasl;
  }

  void start() {
    transport.setMaxFrameSize(MAX_FRAME_BYTES);
    transport.setIdleTimeout(IDLE_MILLIS);
    transport.setEmitFlowEventOnSend(false);
    sasl.guard(transport);
    connection.collect(collector);
    transport.bind(connection);
    socket.handler(this::receive);
    socket.closeHandler(ignored -> ended());
    socket.exceptionHandler(e -> LOG.debug("A connection broke: {}", e.toString()));
    socket.drainHandler(ignored -> flush());
  }

  /** Sends what links have asked the engine to send, soon and together. */
  void flushSoon() {
    if (!flushing) {
      flushing = true;
      vertx.runOnContext(
          ignored -> {
            flushing = false;
            flush();
          });
    }
  }

  /** Does something after a while, on the event loop. */
  void later(long millis, Runnable action) {
    vertx.setTimer(millis, fired -> action.run());
  }

  private void receive(Buffer data) {
    ByteBuffer input = ByteBuffer.wrap(data.getBytes());
    while (input.hasRemaining() && transport.capacity() > 0) {
      ByteBuffer tail = transport.tail();
      int count = Math.min(tail.remaining(), input.remaining());
      tail.put(input.slice().limit(count));
      input.position(input.position() + count);
      transport.process();
      handleEvents();
    }
    flush();
  }

  private void handleEvents() {
    for (Event event = collector.peek(); event != null; event = collector.peek()) {
      try {
        handle(event);
      } catch (RuntimeException e) {
        LOG.error("A connection is closed, since {} could not be handled", event.getType(), e);
        connection.setCondition(
            new ErrorCondition(AmqpError.INTERNAL_ERROR, String.valueOf(e.getMessage())));
        connection.close();
      }
      collector.pop();
    }
  }

  private void handle(Event event) {
    switch (event.getType()) {
      case CONNECTION_REMOTE_OPEN -> opened();
      case CONNECTION_REMOTE_CLOSE -> connection.close();
      case SESSION_REMOTE_OPEN -> event.getSession().open();
      case SESSION_REMOTE_CLOSE -> close(event.getSession());
      case LINK_REMOTE_OPEN -> links.open(event.getLink(), this);
      case LINK_REMOTE_DETACH, LINK_REMOTE_CLOSE -> close(event.getLink());
      case LINK_FLOW -> handlerOf(event.getLink()).flow();
      case DELIVERY -> delivery(event.getDelivery());
      case TRANSPORT_ERROR -> LOG.debug("A connection ends: {}", transport.getCondition());
      default -> {
        // What we did ourselves, and what needs no answer.
      }
    }
  }

  private void opened() {
    connection.setContainer("local-azure");
    connection.open();
    beat();
  }

  // Keeps the peer from thinking that we are gone, and notices when it is.
  private void beat() {
    if (closed) {
      return;
    }
    long now = System.nanoTime() / 1_000_000;
    long next = transport.tick(now);
    flushSoon();
    if (next != 0) {
      heartbeat = vertx.setTimer(Math.max(1, next - now), fired -> beat());
    }
  }

  private void delivery(Delivery delivery) {
    handlerOf(delivery.getLink()).delivery(delivery);
  }

  private static void close(Session session) {
    for (Link link = session.getConnection().linkHead(LinkOperations.ANY, LinkOperations.ANY);
        link != null;
        link = link.next(LinkOperations.ANY, LinkOperations.ANY)) {
      if (link.getSession() == session) {
        LinkOperations.end(link);
      }
    }
    session.close();
    session.free();
  }

  private static void close(Link link) {
    LinkOperations.end(link);
    if (link.getLocalState() != EndpointState.CLOSED) {
      link.close();
    }
    link.free();
  }

  private static LinkHandler handlerOf(Link link) {
    return link.getContext() instanceof LinkHandler handler ? handler : LinkHandler.NONE;
  }

  private void flush() {
    if (closed) {
      return;
    }
    while (transport.pending() > 0 && !socket.writeQueueFull()) {
      ByteBuffer head = transport.head();
      byte[] output = new byte[head.remaining()];
      head.duplicate().get(output);
      // Before it is written, since the socket may ask for more while it takes this.
      transport.pop(output.length);
      socket.write(Buffer.buffer(output));
    }
    handleEvents();
    if (transport.pending() < 0 || transport.isClosed()) {
      socket.close();
    }
  }

  private void ended() {
    if (!closed) {
      closed = true;
      vertx.cancelTimer(heartbeat);
      for (Link link = connection.linkHead(LinkOperations.ANY, LinkOperations.ANY);
          link != null;
          link = link.next(LinkOperations.ANY, LinkOperations.ANY)) {
        LinkOperations.end(link);
      }
      transport.unbind();
      transport.close();
    }
  }
}
