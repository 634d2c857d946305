package org.bactrian.localazure.servicebus.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Metadata of a stored message, known without reading it.
 *
 * @param sequenceNumber its place in the queue
 * @param originalNumber the place that it had in the queue or topic that took it first
 * @param enqueued when the queue, or the queue that it was moved from, took it
 * @param expires when it is dropped or dead-lettered; {@link Instant#MAX} is never
 * @param visible when receivers may have it; only of scheduled messages it is not {@link
 *     Instant#MIN}
 * @param deferred whether only those who know its number get it
 * @param deliveryCount how often it was delivered in vain
 * @param size bytes of the stored message
 */
record StoredMessage(
    long sequenceNumber,
    long originalNumber,
    Instant enqueued,
    Instant expires,
    Instant visible,
    boolean deferred,
    int deliveryCount,
    int size) {

  private static final String NEVER = "-";

  boolean isScheduled() {
    return !visible.equals(Instant.MIN);
  }

  boolean isExpired(Instant now) {
    return !expires.isAfter(now);
  }

  StoredMessage delivered(int count) {
    return new StoredMessage(
        sequenceNumber, originalNumber, enqueued, expires, visible, deferred, count, size);
  }

  StoredMessage asDeferred() {
    return new StoredMessage(
        sequenceNumber, originalNumber, enqueued, expires, visible, true, deliveryCount, size);
  }

  /** As a dead letter, which waits for receivers and never ends by itself. */
  StoredMessage buried() {
    return new StoredMessage(
        sequenceNumber,
        originalNumber,
        enqueued,
        Instant.MAX,
        Instant.MIN,
        false,
        deliveryCount,
        size);
  }

  /** End of a message that asks for such a life; {@link Instant#MAX} without a limit. */
  static Instant expiry(Instant enqueued, Optional<Duration> wish, Optional<Duration> limit) {
    Duration life =
        wish.isPresent() && limit.isPresent() && limit.get().compareTo(wish.get()) < 0
            ? limit.get()
            : wish.or(() -> limit).orElse(Duration.ZERO);
    boolean endless = wish.isEmpty() && limit.isEmpty();
    return endless || life.compareTo(Duration.ofDays(36_500)) > 0
        ? Instant.MAX
        : enqueued.plus(life);
  }

  String write() {
    return String.join(
        " ",
        Long.toString(originalNumber),
        write(enqueued),
        write(expires),
        write(visible),
        Boolean.toString(deferred),
        Integer.toString(deliveryCount),
        Integer.toString(size));
  }

  static StoredMessage read(long sequenceNumber, String text) {
    String[] fields = text.split(" ");
    return new StoredMessage(
        sequenceNumber,
        Long.parseLong(fields[0]),
        read(fields[1], Instant.MIN),
        read(fields[2], Instant.MAX),
        read(fields[3], Instant.MIN),
        Boolean.parseBoolean(fields[4]),
        Integer.parseInt(fields[5]),
        Integer.parseInt(fields[6]));
  }

  private static String write(Instant instant) {
    return instant.equals(Instant.MIN) || instant.equals(Instant.MAX)
        ? NEVER
        : Long.toString(instant.toEpochMilli());
  }

  private static Instant read(String text, Instant never) {
    return text.equals(NEVER) ? never : Instant.ofEpochMilli(Long.parseLong(text));
  }
}
