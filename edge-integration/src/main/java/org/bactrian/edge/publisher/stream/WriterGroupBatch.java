package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.outbox.OutboxMessage;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.DataSetDescription;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.edge.publisher.message.GapMessage;
import org.bactrian.edge.publisher.message.MetaDataMessage;
import org.bactrian.edge.publisher.message.NetworkMessage;
import org.bactrian.edge.publisher.message.NetworkMessageEncoder;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.MessageAcknowledgement;
import org.bactrian.opcua.subscription.NotificationGap;

/**
 * Batch of a WriterGroup on its way to the outbox, with the notifications that are acknowledged
 * when it is there. Used by the thread that owns the group; {@link #size} and {@link #values} may
 * be called by any thread.
 */
final class WriterGroupBatch implements DataSetWriterStream.Batch {

  private final Outbox outbox;
  private final boolean deferred;
  private final GroupMessageNumbers numbers;
  private final NetworkMessageBatch messages;
  private final UnacknowledgedNotifications unacknowledged = new UnacknowledgedNotifications();
  private final GroupSchema schema = new GroupSchema();
  private WriterGroup group;
  private boolean due;

  /**
   * @param numbers numbers of the group's messages
   * @param deferred whether notifications wait for the outbox, else they are acknowledged at once
   */
  WriterGroupBatch(
      WriterGroup group,
      Outbox outbox,
      GroupMessageNumbers numbers,
      boolean deferred,
      StreamCounters counters) {
    this.group = group;
    this.outbox = outbox;
    this.numbers = numbers;
    this.deferred = deferred;
    this.messages = new NetworkMessageBatch(new NetworkMessageEncoder(group), counters);
  }

  /** Goes on with other writers of the same group. */
  void change(WriterGroup next) {
    group = next;
  }

  /** DataSetMessages that wait for their NetworkMessage. */
  int size() {
    return messages.size();
  }

  /** Values that wait for their NetworkMessage. */
  int values() {
    return messages.values();
  }

  /** Returns whether it has reached a limit of the group's trigger and must leave. */
  boolean isFull() {
    return due;
  }

  /** Returns whether its first message has waited long enough. */
  boolean isDue(long nowNanos) {
    return messages.isDue(nowNanos);
  }

  /** Time of {@link System#nanoTime} at which it is due; {@link Long#MAX_VALUE} for never. */
  long deadlineNanos() {
    return messages.deadlineNanos();
  }

  /** Adds a message to the batch, which leaves with {@link #endOfNotification} if it is due. */
  @Override
  public void add(DataSetMessage message) {
    due |= messages.add(message, group.trigger());
  }

  /** All that a writer made of a notification is in the batch or has left. */
  @Override
  public void endOfNotification(DataSetWriterStream writer, MessageAcknowledgement notification) {
    if (!deferred) {
      notification.acknowledge();
    }
    due |=
        unacknowledged.add(writer.writer().name(), writer.progressOf(notification), notification);
    if (due || messages.size() == 0) {
      flush();
    }
  }

  /** Encodes what is there and adds it to the outbox. */
  void flush() {
    due = false;
    messages.encode(
        (encoded, encodedNumbers) -> {
          Map<String, Long> progress = unacknowledged.progress();
          encodedNumbers.forEach(
              (writer, last) ->
                  progress.put(
                      DataSetWriterStream.numberProgress(writer),
                      numbersOf(writer).encoded(last.given(), last.added())));
          List<OutboxMessage> stored =
              encoded.stream()
                  .map(schema::named)
                  .map(message -> OutboxMessages.of(group, outbox.nextNumber(), message))
                  .toList();
          outbox.add(stored, progress, unacknowledged.acknowledgement());
          unacknowledged.clear();
        });
    if (!unacknowledged.isEmpty()) {
      outbox.add(List.of(), unacknowledged.progress(), unacknowledged.acknowledgement());
      unacknowledged.clear();
    }
  }

  /** Sends what was added before, and then tells for which time values may be missing. */
  @Override
  public void gap(DataSetWriterStream writer, NotificationGap gap) {
    if (!group.format().tellsGaps()) {
      return;
    }
    flush();
    NotificationGap whole =
        gap.since() == null
            ? lastPublishTime(writer.writer().name()).map(gap::beganAt).orElse(gap)
            : gap;
    NetworkMessage message = GapMessage.of(group, writer.writer(), writer.source(), whole);
    outbox.add(List.of(OutboxMessages.of(group, outbox.nextNumber(), message)), Map.of(), () -> {});
  }

  /**
   * Sends what was added before, and then the description of a writer's DataSet and the schema of
   * the group's messages, as far as they are wanted.
   */
  @Override
  public void describe(DataSetWriter writer, DataSetSource source, DataSetDescription description) {
    flush();
    if (writer.metaData().sent()) {
      send(writer.metaData().delivery(), MetaDataMessage.of(group, writer, source, description));
    }
    if (writer.metaData().describesMessages()) {
      schema
          .describe(group, writer, description)
          .ifPresent(message -> send(GroupSchema.deliveryTo(writer), message));
    }
  }

  private void send(MessageDelivery delivery, NetworkMessage message) {
    outbox.add(
        List.of(OutboxMessages.of(group, delivery, outbox.nextNumber(), message)),
        Map.of(),
        () -> {});
  }

  /** Returns the gap of a writer that begins with what was stored last and ends now. */
  NotificationGap gapNow(String writer, String detail) {
    return new NotificationGap(
        GapCause.SEQUENCE, detail, lastPublishTime(writer).orElse(null), Instant.now());
  }

  private Optional<Instant> lastPublishTime(String writer) {
    long millis = outbox.progress(UnacknowledgedNotifications.publishTimeOf(writer));
    return millis <= 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  @Override
  public MessageNumbers numbersOf(String writer) {
    return numbers.of(writer, () -> outbox.progress(DataSetWriterStream.numberProgress(writer)));
  }
}
