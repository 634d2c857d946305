package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bactrian.opcua.event.ServerEventFilter;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.EventFieldList;
import org.eclipse.milo.opcua.stack.core.types.structured.EventNotificationList;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.StatusChangeNotification;
import org.eclipse.milo.opcua.stack.core.util.ExecutionQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notifications to a listener, one call at a time and in order, on threads that it may
 * block. Messages wait here undecoded; their number, and that of messages that are not acknowledged
 * yet, decides when the server has to pause.
 */
final class NotificationDelivery {

  private static final Logger LOG = LoggerFactory.getLogger(NotificationDelivery.class);

  /** Some servers keep a hundred messages for a client that was lost; older ones would be gone. */
  private static final int MOST_UNACKNOWLEDGED = 80;

  private final String server;
  private final SubscriptionListener listener;
  private final ExecutionQueue queue;
  private final int mostWaiting;
  private final Runnable onBacklogChanged;
  private final Consumer<MonitoredItem> onRefreshRequired;
  private final SubscriptionCounters counters;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Publish time of the last message that was delivered; of the queue. */
  private @Nullable Instant delivered;

  /** Session that the listener was told of last; used on the session's executor only. */
  private @Nullable ServerContext told;

  private volatile boolean backlogged;
  private volatile boolean ending;

  /**
   * @param mostWaiting messages that may wait before there is a backlog
   * @param onBacklogChanged told when a backlog builds up or is gone
   * @param onRefreshRequired told of an item whose conditions are to be asked for once more
   * @param counters where deliveries are counted
   */
  NotificationDelivery(
      String server,
      SubscriptionListener listener,
      Executor workers,
      int mostWaiting,
      Runnable onBacklogChanged,
      Consumer<MonitoredItem> onRefreshRequired,
      SubscriptionCounters counters) {
    this.server = server;
    this.listener = listener;
    this.queue = new ExecutionQueue(workers);
    this.mostWaiting = mostWaiting;
    this.onBacklogChanged = onBacklogChanged;
    this.onRefreshRequired = onRefreshRequired;
    this.counters = counters;
  }

  /** Returns whether the listener is behind and the server should hold back. */
  boolean isBacklogged() {
    return backlogged;
  }

  /** Messages that wait for the listener. */
  int waiting() {
    return waiting.get();
  }

  /**
   * Takes nothing more. What has come before is still delivered, because the server may have
   * forgotten it.
   *
   * @return completed when the listener is not called any more
   */
  CompletableFuture<Void> end() {
    if (!ending) {
      ending = true;
      queue.submit(() -> ended.complete(null));
    }
    return ended;
  }

  /** Tells of a session, once; on the session's executor. */
  @SuppressWarnings("ReferenceEquality") // each connect makes a context
  void connected(ServerContext session) {
    if (told != session) {
      told = session;
      submit(() -> listener.onConnected(session));
    }
  }

  void status(MonitoredItem item, StatusCode status, String detail) {
    submit(() -> listener.onItemStatus(item, status, detail));
  }

  void gap(GapCause cause, String detail) {
    submit(() -> tellOfGap(cause, detail));
  }

  /** Delivers a message, which its listener acknowledges; not once the end was announced. */
  void message(
      ServerSubscription part, NotificationMessage message, Supplier<EncodingContext> context) {
    if (ending) {
      return;
    }
    NotificationHeader header =
        new NotificationHeader(
            message.getSequenceNumber().longValue(), message.getPublishTime().getJavaInstant());
    if (MessageOrder.isKeepAlive(message)) {
      counters.keepAlives.increment();
      if (waiting.get() == 0) {
        submit(() -> listener.onKeepAlive(header));
      }
      return;
    }
    waiting.incrementAndGet();
    unacknowledged.incrementAndGet();
    checkBacklog();
    queue.submit(
        () -> {
          if (ended.isDone()) {
            return;
          }
          Acknowledgement acknowledgement = new Acknowledgement(part, header);
          try {
            deliver(part, header, message, context.get());
          } catch (RuntimeException | Error e) {
            // An Error, too, must not leave the counts of this message as they are.
            LOG.error("{}: message {} was not taken", server, header.sequenceNumber(), e);
            tellOfGap(
                GapCause.SEQUENCE, "Message " + header.sequenceNumber() + " was not taken: " + e);
          }
          if (header.publishTime().isAfter(Instant.EPOCH)) {
            delivered = header.publishTime();
          }
          waiting.decrementAndGet();
          try {
            listener.onMessageEnd(acknowledgement);
          } catch (RuntimeException | Error e) {
            LOG.error("{}: the end of message {}", server, header.sequenceNumber(), e);
            acknowledgement.acknowledge();
          }
          checkBacklog();
        });
  }

  private void checkBacklog() {
    synchronized (waiting) {
      int undelivered = waiting.get();
      int kept = unacknowledged.get();
      boolean builtUp = undelivered > mostWaiting || kept > MOST_UNACKNOWLEDGED;
      boolean gone = undelivered <= mostWaiting / 2 && kept <= MOST_UNACKNOWLEDGED / 2;
      if (backlogged ? !gone : !builtUp) {
        return;
      }
      backlogged = !backlogged;
    }
    onBacklogChanged.run();
  }

  /** Acknowledgement of a message that was delivered. */
  private final class Acknowledgement implements MessageAcknowledgement {

    private final ServerSubscription part;
    private final NotificationHeader header;
    private final AtomicBoolean given = new AtomicBoolean();

    Acknowledgement(ServerSubscription part, NotificationHeader header) {
      this.part = part;
      this.header = header;
    }

    @Override
    public String subscription() {
      return part.name();
    }

    @Override
    public long sequenceNumber() {
      return header.sequenceNumber();
    }

    @Override
    public Instant publishTime() {
      return header.publishTime();
    }

    @Override
    public void acknowledge() {
      if (given.compareAndSet(false, true)) {
        part.acknowledge(uint(header.sequenceNumber()));
        unacknowledged.decrementAndGet();
        checkBacklog();
      }
    }
  }

  private void tellOfGap(GapCause cause, String detail) {
    counters.gaps.increment();
    try {
      listener.onGap(new NotificationGap(cause, detail, delivered, Instant.now()));
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a gap was not taken: {}", server, detail, e);
    }
  }

  private void submit(Runnable call) {
    queue.submit(
        () -> {
          if (!ended.isDone()) {
            call.run();
          }
        });
  }

  private void deliver(
      ServerSubscription part,
      NotificationHeader header,
      NotificationMessage message,
      EncodingContext context) {
    counters.messages.increment();
    for (ExtensionObject data : message.getNotificationData()) {
      Object notification;
      try {
        DataChanges changes = DataChanges.decode(data, context);
        notification = changes != null ? changes : TypedNullDecoder.decode(data, context);
      } catch (UaSerializationException e) {
        tellOfGap(
            GapCause.SEQUENCE,
            "Message %s cannot be decoded (%s) and is left out."
                .formatted(header.sequenceNumber(), e.getMessage()));
        continue;
      }
      if (notification instanceof DataChanges changes) {
        deliver(part, header, changes);
      } else if (notification instanceof EventNotificationList events
          && events.getEvents() != null) {
        deliver(part, header, events.getEvents());
      } else if (notification instanceof StatusChangeNotification change
          && change.getStatus().isBad()) {
        part.setGone();
      }
    }
  }

  private void deliver(ServerSubscription part, NotificationHeader header, DataChanges changes) {
    int all = changes.handles().length;
    MonitoredItem[] items = new MonitoredItem[all];
    DataValue[] values = changes.values();
    int count = 0;
    int overflows = 0;
    MonitoredItem overflown = null;
    for (int i = 0; i < all; i++) {
      PlacedItem placed = part.item(changes.handles()[i]);
      if (placed != null) {
        MonitoredItem item = placed.item();
        DataValue value = values[i];
        items[count] = item;
        values[count++] = value;
        if (value.statusCode() != null && value.statusCode().isOverflowSet()) {
          overflows++;
          overflown = item;
        }
      }
    }
    if (overflown != null) {
      tellOfGap(
          GapCause.OVERFLOW,
          "The server's queue of "
              + overflown.key()
              + (overflows > 1 ? " and " + (overflows - 1) + " more" : "")
              + " was full. Raise the queue size, or sample less often.");
    }
    counters.values.add(count);
    if (count == all && count > 0) {
      listener.onDataChanges(header, Arrays.asList(items), Arrays.asList(values));
    } else if (count > 0) {
      listener.onDataChanges(
          header, Arrays.asList(items).subList(0, count), Arrays.asList(values).subList(0, count));
    }
  }

  private void deliver(
      ServerSubscription part, NotificationHeader header, EventFieldList[] events) {
    List<EventNotification> notifications = new ArrayList<>(events.length);
    for (EventFieldList event : events) {
      PlacedItem placed = part.item(event.getClientHandle().intValue());
      ServerEventFilter filter = placed == null ? null : placed.eventFilter();
      if (placed != null && filter != null) {
        Variant[] values = event.getEventFields();
        EventNotification notification =
            new EventNotification(
                placed.item(), filter.fields(), values == null ? List.of() : Arrays.asList(values));
        if (isToBeReported(notification)) {
          notifications.add(notification);
        }
      }
    }
    counters.values.add(notifications.size());
    if (!notifications.isEmpty()) {
      listener.onEvents(header, notifications);
    }
  }

  /** Acts on what a server says by an event about its events. */
  private boolean isToBeReported(EventNotification event) {
    int asked = event.layout().fields().size();
    if (event.values().size() > asked) {
      tellOfGap(
          GapCause.SEQUENCE,
          "An event of %s has %d fields although %d were asked for, and is left out."
              .formatted(event.item().key(), event.values().size(), asked));
      return false;
    }
    NodeId type = event.type().orElse(NodeId.NULL_VALUE);
    if (type.equals(NodeIds.EventQueueOverflowEventType)) {
      tellOfGap(
          GapCause.OVERFLOW,
          "The server's queue of events of "
              + event.item().key()
              + " was full. Raise its queue size.");
      onRefreshRequired.accept(event.item());
      return false;
    }
    if (type.equals(NodeIds.RefreshRequiredEventType)) {
      onRefreshRequired.accept(event.item());
    }
    return true;
  }
}
