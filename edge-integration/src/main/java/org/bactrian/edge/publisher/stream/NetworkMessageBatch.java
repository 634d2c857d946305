package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bactrian.edge.publisher.group.BatchTrigger;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.NetworkMessage;
import org.bactrian.edge.publisher.message.NetworkMessageEncoder;

/**
 * Batch of DataSetMessages that leave together in NetworkMessages. It is filled and encoded by the
 * thread that owns the WriterGroup; {@link #size} and {@link #values} may be called by any thread.
 */
final class NetworkMessageBatch {

  /** First estimate of the size of a value in a message, corrected by what is encoded. */
  private static final double BYTES_PER_VALUE = 100;

  private final NetworkMessageEncoder encoder;
  private final StreamCounters counters;
  private final List<DataSetMessage> messages = new ArrayList<>();
  private volatile int size;
  private volatile int values;
  private long deadlineNanos = Long.MAX_VALUE;
  private double bytesPerValue = BYTES_PER_VALUE;

  /**
   * Numbers of a writer's messages that were encoded.
   *
   * @param given number that was given last to them
   * @param added numbers that they have taken beside those they were given
   */
  record EncodedNumbers(long given, long added) {}

  NetworkMessageBatch(NetworkMessageEncoder encoder, StreamCounters counters) {
    this.encoder = encoder;
    this.counters = counters;
  }

  /**
   * Adds a message.
   *
   * @return true when the batch has reached a limit of {@code trigger} and must be encoded
   */
  boolean add(DataSetMessage message, BatchTrigger trigger) {
    if (messages.isEmpty() && trigger.interval().compareTo(Duration.ZERO) > 0) {
      deadlineNanos = System.nanoTime() + trigger.interval().toNanos();
    }
    messages.add(message);
    size = messages.size();
    int all = values + message.values().size();
    values = all;
    return messages.size() >= trigger.batchSize()
        || all * bytesPerValue >= trigger.maxMessageSize();
  }

  /**
   * Returns the {@link System#nanoTime()} at which the batch must be encoded; {@link
   * Long#MAX_VALUE} for never.
   */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns whether the batch must be encoded, since its first message has waited long enough. */
  boolean isDue(long nowNanos) {
    return deadlineNanos != Long.MAX_VALUE && deadlineNanos - nowNanos <= 0;
  }

  /** Returns the number of DataSetMessages that wait to be encoded. */
  int size() {
    return size;
  }

  /** Returns the number of values that wait to be encoded. */
  int values() {
    return values;
  }

  /**
   * Encodes the messages of the batch, which is empty afterwards, also when that fails.
   *
   * @param receiver receives the NetworkMessages in order, maybe none, with the numbers of each
   *     DataSetWriter by its name, before the batch counts as empty
   */
  void encode(BiConsumer<List<NetworkMessage>, Map<String, EncodedNumbers>> receiver) {
    deadlineNanos = Long.MAX_VALUE;
    if (messages.isEmpty()) {
      return;
    }
    long dropped = encoder.droppedValues();
    try {
      List<NetworkMessage> encoded = encoder.encode(messages);
      Map<String, Long> given = new HashMap<>();
      messages.forEach(message -> given.put(message.writer().name(), message.sequenceNumber()));
      Map<String, EncodedNumbers> numbers = new HashMap<>();
      given.forEach(
          (writer, last) ->
              numbers.put(writer, new EncodedNumbers(last, encoder.takeNumbersAdded(writer))));
      receiver.accept(encoded, numbers);
      long bytes = encoded.stream().mapToLong(message -> message.body().length).sum();
      counters.add(StreamCounter.MESSAGES, encoded.size());
      counters.add(StreamCounter.ENCODED_NOTIFICATIONS, messages.size());
      counters.split(messages.size(), encoded.size());
      counters.add(StreamCounter.ENCODED_VALUES, values);
      counters.add(StreamCounter.ENCODED_BYTES, bytes);
      if (values > 0 && bytes > 0) {
        bytesPerValue = (3 * bytesPerValue + (double) bytes / values) / 4;
      }
    } finally {
      counters.add(StreamCounter.DROPPED, encoder.droppedValues() - dropped);
      messages.clear();
      size = 0;
      values = 0;
    }
  }
}
