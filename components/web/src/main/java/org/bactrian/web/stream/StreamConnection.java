package org.bactrian.web.stream;

import io.vertx.core.Context;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of a stream and the messages that wait for it. Messages are offered by any thread and
 * sent on the event loop of the connection, as far as the client reads; a client that too many wait
 * for is dropped, so that it never slows the others.
 */
public final class StreamConnection {

  private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);

  private final String id;
  private final StreamRequest request;
  private final StreamHub hub;
  private final StreamAdmission admission;
  private final StreamTransport transport;
  private final Context context;
  private final Queue<StreamMessage> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean released = new AtomicBoolean();
  private final long timer;

  /** Groups of the connection, guarded by the hub. */
  final Set<String> groups = new HashSet<>();

  private long lastSent = System.nanoTime();
  private long lastAuthorized = System.nanoTime();

  /**
   * A stream that its admission has admitted already. To be made on the event loop.
   *
   * @param id name by which callers subscribe it to groups
   */
  StreamConnection(String id, StreamRequest request, StreamHub hub, StreamTransport transport) {
    this.id = id;
    this.request = request;
    this.hub = hub;
    this.admission = hub.admission();
    this.transport = transport;
    this.context = request.context().vertx().getOrCreateContext();
    StreamLimits limits = admission.limits();
    long shortest = Math.min(limits.keepAlive().toMillis(), limits.clientTimeout().toMillis());
    long pause = Math.max(20, Math.min(shortest, limits.authorizationInterval().toMillis()) / 4);
    this.timer = request.context().vertx().setPeriodic(pause, now -> check());
  }

  /** Name by which callers subscribe the connection to groups; a secret of its client. */
  String id() {
    return id;
  }

  boolean isClosed() {
    return closed.get();
  }

  /** Has a message sent, unless the connection is closed. A client that is too slow is dropped. */
  void offer(StreamMessage message) {
    if (closed.get()) {
      return;
    }
    StreamLimits limits = admission.limits();
    int messages = waiting.addAndGet(message.count());
    long size = bytes.addAndGet(message.size());
    if (messages > limits.queueMessages() || size > limits.queueBytes()) {
      forget(message);
      drop("The client does not read: %d messages of %d bytes wait for it.", messages, size);
    } else if (!admission.take(message.size())) {
      forget(message);
      drop("The server is short of memory: %d messages of %d bytes wait.", messages, size);
    } else {
      queue.add(message);
      if (closed.get()) {
        clear();
      } else if (!scheduled.getAndSet(true)) {
        context.runOnContext(here -> drain());
      }
    }
  }

  private void forget(StreamMessage message) {
    waiting.addAndGet(-message.count());
    bytes.addAndGet(-message.size());
  }

  private void drop(String reason, int messages, long size) {
    if (!closed.get()) {
      close(StreamClosure.passing(reason.formatted(messages, size) + " Read faster, or less."));
      admission.countDropped();
    }
  }

  /** Sends what waits, as far as the client reads. To be called on the event loop. */
  public void drain() {
    scheduled.set(false);
    while (!closed.get() && !transport.isFull()) {
      StreamMessage message = queue.poll();
      if (message == null) {
        return;
      }
      forget(message);
      admission.give(message.size());
      transport.send(message);
      admission.countSent(message.count());
      lastSent = System.nanoTime();
    }
  }

  /**
   * Does what is due. A client that was gone before anybody listened for that is found, too. To be
   * called on the event loop.
   */
  void check() {
    if (transport.isGone()) {
      gone();
      return;
    }
    long now = System.nanoTime();
    StreamLimits limits = admission.limits();
    Optional<StreamClosure> overdue = transport.overdue();
    if (overdue.isPresent()) {
      close(overdue.get());
      return;
    }
    if (now - lastSent >= limits.keepAlive().toNanos() && !transport.isFull()) {
      transport.heartbeat();
      lastSent = now;
    }
    if (now - lastAuthorized >= limits.authorizationInterval().toNanos()) {
      lastAuthorized = now;
      request
          .authorization()
          .get()
          .onSuccess(
              allowed -> {
                if (!allowed) {
                  close(StreamClosure.passing("The token has expired. Connect with a new one."));
                }
              })
          .onFailure(fault -> LOG.debug("A caller could not be checked again", fault));
    }
  }

  /** Ends the stream and tells the client why. */
  public void close(StreamClosure closure) {
    if (end()) {
      LOG.debug("A stream of {} of {} ends: {}", hub.name(), request.caller(), closure.reason());
      context.runOnContext(here -> transport.close(closure));
    }
  }

  /** Notes that the connection is gone. The stream no longer counts. A second time does nothing. */
  public void gone() {
    end();
    if (!released.getAndSet(true)) {
      admission.release(request.caller());
    }
  }

  private boolean end() {
    if (!closed.compareAndSet(false, true)) {
      return false;
    }
    request.context().vertx().cancelTimer(timer);
    hub.remove(this);
    clear();
    return true;
  }

  private void clear() {
    StreamMessage message = queue.poll();
    while (message != null) {
      forget(message);
      admission.give(message.size());
      message = queue.poll();
    }
  }
}
