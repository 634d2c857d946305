package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.MessageAcknowledgement;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.NotificationHeader;
import org.bactrian.opcua.subscription.ServerContext;
import org.bactrian.opcua.subscription.SubscriptionListener;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports of a server to a DataSetWriter, which it counts and brings to the group's thread, a
 * notification at a time. Called by one thread at a time.
 */
final class WriterReports implements SubscriptionListener {

  private static final Logger LOG = LoggerFactory.getLogger(WriterReports.class);

  private final DataSetWriterStream stream;
  private final String group;
  private final WriterGroupInbox inbox;
  private final DataSetWriterStream.Batch batch;
  private final StreamCounters counters;
  private final PendingGaps gaps;
  private final RefusedItems refused;
  private final AwaitedReports awaited;
  private final DataSetWriterMessages messages;
  private final LongAdder received = new LongAdder();

  private final List<Runnable> ofNotification = new ArrayList<>();
  private int valuesOfNotification;

  WriterReports(
      DataSetWriterStream stream,
      String group,
      WriterGroupInbox inbox,
      DataSetWriterStream.Batch batch,
      StreamCounters counters,
      PendingGaps gaps,
      RefusedItems refused,
      AwaitedReports awaited,
      DataSetWriterMessages messages) {
    this.stream = stream;
    this.group = group;
    this.inbox = inbox;
    this.batch = batch;
    this.counters = counters;
    this.gaps = gaps;
    this.refused = refused;
    this.awaited = awaited;
    this.messages = messages;
  }

  /** Returns the number of values and events that have come. */
  long received() {
    return received.sum();
  }

  @Override
  public void onConnected(ServerContext server) {
    DataSetSource fresh = ServerEncodingContext.source(server);
    enqueue(
        0,
        () -> {
          messages.connected(fresh);
          stream.fields().connected();
        });
  }

  @Override
  public void onDataChanges(
      NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {
    counters.add(StreamCounter.VALUES, values.size());
    counters.add(StreamCounter.DATA_CHANGES, 1);
    received.add(values.size());
    countOverflows(values);
    NotificationLog.values(group, stream.writer().name(), items, values);
    valuesOfNotification += values.size();
    ofNotification.add(
        () -> {
          messages.addValues(header.publishTime(), items, values);
          awaited.tell();
        });
  }

  @Override
  public void onEvents(NotificationHeader header, List<EventNotification> all) {
    List<EventNotification> notifications =
        all.stream().filter(event -> !ModelChangeItem.brought(event)).toList();
    if (notifications.size() < all.size()) {
      counters.add(StreamCounter.MODEL_CHANGES, all.size() - notifications.size());
      inbox.command(stream.fields()::modelChanged);
    }
    counters.add(StreamCounter.EVENTS, notifications.size());
    counters.add(StreamCounter.EVENT_NOTIFICATIONS, 1);
    received.add(notifications.size());
    NotificationLog.events(group, stream.writer().name(), notifications);
    for (EventNotification event : notifications) {
      valuesOfNotification += event.values().size();
    }
    ofNotification.add(() -> messages.addEvents(header.publishTime(), notifications));
  }

  @Override
  public void onMessageEnd(MessageAcknowledgement message) {
    tell(gaps.take(message.publishTime(), System.nanoTime()));
    List<Runnable> all = List.copyOf(ofNotification);
    int values = valuesOfNotification;
    ofNotification.clear();
    valuesOfNotification = 0;
    enqueue(
        values,
        () -> {
          try {
            all.forEach(Runnable::run);
          } finally {
            batch.endOfNotification(stream, message);
          }
        });
  }

  @Override
  public void onKeepAlive(NotificationHeader header) {
    counters.add(StreamCounter.KEEP_ALIVES, 1);
    tell(gaps.take(header.publishTime(), System.nanoTime()));
    enqueue(0, messages::addKeepAlive);
  }

  @Override
  public void onItemStatus(MonitoredItem item, StatusCode status, String detail) {
    if (ModelChangeItem.is(item)) {
      return; // servers need not tell of changes
    }
    boolean wasRefused = refused.contains(item.key());
    refused.answered(group, stream.writer(), item, status, detail);
    if (status.isBad() || wasRefused) {
      inbox.command(
          () -> {
            messages.answered(item.key(), status);
            awaited.tell();
            if (status.isBad()) {
              stream.fields().itemRefused(item, status);
            }
          });
    }
  }

  @Override
  public void onGap(NotificationGap gap) {
    counters.add(StreamCounter.GAPS, 1);
    gaps.add(gap);
    if (gap.cause() == GapCause.RECREATED) {
      log(gap);
      enqueue(0, messages::restart);
    }
  }

  private void countOverflows(List<DataValue> values) {
    int overflows = 0;
    for (DataValue value : values) {
      if (value.getStatusCode().isOverflowSet()) {
        overflows++;
      }
    }
    if (overflows > 0) {
      counters.add(StreamCounter.OVERFLOWS, overflows);
    }
  }

  private void log(NotificationGap gap) {
    LOG.warn(
        "WriterGroup {}, DataSetWriter {}: values of {} may be missing ({}): {}",
        group,
        stream.writer().name(),
        stream.writer().endpointUrl(),
        gap.cause(),
        gap.detail());
  }

  private void tell(List<UntoldGap> due) {
    for (UntoldGap untold : due) {
      NotificationGap gap = untold.gap();
      if (gap.cause() != GapCause.RECREATED) {
        log(gap);
      }
      enqueue(
          0,
          () -> {
            batch.gap(stream, gap);
            gaps.told(untold);
          });
    }
  }

  /** Notes that values that were reported may be missing. */
  void missed(NotificationGap gap) {
    gaps.add(gap);
  }

  /** Tells of the gaps that no notification ended; called when there are no more. */
  void end() {
    tell(gaps.takeAll());
  }

  private void enqueue(int values, Runnable action) {
    try {
      if (!inbox.notification(values, action) && values > 0) {
        counters.add(StreamCounter.GAPS, 1); // reported after the group had ended
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
