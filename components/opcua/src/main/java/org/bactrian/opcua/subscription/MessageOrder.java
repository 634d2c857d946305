package org.bactrian.opcua.subscription;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;

/**
 * Order of the messages of one subscription at the server: each is handed on once, in the order of
 * the sequence numbers (Part 4, 5.14.5). Thread-safe.
 */
final class MessageOrder {

  private volatile Consumer<NotificationMessage> inOrder = message -> {};
  private volatile Runnable onMissing = () -> {};

  /** Guarded by this: what came before its predecessors. */
  private final TreeMap<Long, NotificationMessage> early = new TreeMap<>();

  /** Guarded by this: size of those. */
  private long earlyBytes;

  /** Guarded by this: number of the message that comes next. */
  private long expected;

  /** Guarded by this: number that a transfer to another session took, 0 for none. */
  private long takenByTransfer;

  /** Guarded by this: number that a keep-alive said would come next, 0 when none was ahead. */
  private long announced;

  /**
   * @param first number of the message that comes first
   */
  MessageOrder(long first) {
    this.expected = first;
  }

  /**
   * Says where messages go; to be called before the first comes.
   *
   * @param messages takes each message once and in order; called by one thread at a time
   * @param missing called when a message came and its predecessor has not
   */
  void handOnTo(Consumer<NotificationMessage> messages, Runnable missing) {
    inOrder = messages;
    onMissing = missing;
  }

  /** Takes a message as it came. */
  void received(NotificationMessage message) {
    boolean missing;
    synchronized (this) {
      long number = message.getSequenceNumber().longValue();
      if (isKeepAlive(message)) {
        // A keep-alive carries the number of the message that comes next.
        missing = SequenceNumbers.isAfter(number, expected);
        if (missing) {
          announced = number;
        } else if (number == expected) {
          inOrder.accept(message);
        }
      } else if (number == expected) {
        handOn(message);
        drainEarly();
        missing = !early.isEmpty();
      } else if (SequenceNumbers.isAfter(number, expected)) {
        keepEarly(number, message);
        missing = true;
      } else {
        // It has come before, and whoever has it acknowledges it.
        missing = false;
      }
    }
    if (missing) {
      onMissing.run();
    }
  }

  /**
   * Another session has taken it over. What the server still keeps and has not come yet comes
   * again. The note about the transfer, which the former session gets, takes the next number.
   *
   * @param available numbers of the messages that the server keeps
   */
  void transferred(List<UInteger> available) {
    boolean more;
    synchronized (this) {
      long next = expected;
      for (UInteger number : available) {
        if (!SequenceNumbers.isAfter(next, number.longValue())) {
          next = SequenceNumbers.following(number.longValue());
        }
      }
      takenByTransfer = next;
      more = next != expected;
      if (more) {
        announced = next;
      }
    }
    if (more) {
      onMissing.run();
    }
  }

  /** Returns whether this number was taken by the note about a transfer, which is no message. */
  synchronized boolean isTakenByTransfer(long number) {
    return number == takenByTransfer;
  }

  /** The number of the message that should come next. */
  synchronized long expected() {
    return expected;
  }

  /** Number of messages that should have come before one that did; 0 when nothing is missing. */
  synchronized long missing() {
    long next = early.isEmpty() ? announced : early.firstKey();
    return next != 0 && SequenceNumbers.isAfter(next, expected)
        ? SequenceNumbers.distance(expected, next)
        : 0;
  }

  /** Gives up the message with this number, if it is still the one that is missing. */
  synchronized void skip(long number) {
    if (number == expected && missing() > 0) {
      expected = SequenceNumbers.following(expected);
      drainEarly();
    }
  }

  /** Number of messages that came before one that is missing, and wait for it. */
  synchronized int early() {
    return early.size();
  }

  /** Bytes of those messages. */
  synchronized long earlyBytes() {
    return earlyBytes;
  }

  /**
   * Gives up all messages that are missing and hands on those that wait for them.
   *
   * @param onLost told how many are lost, before the later ones are handed on
   */
  synchronized void skipMissing(LongConsumer onLost) {
    long missing = missing();
    if (missing > 0) {
      boolean taken =
          takenByTransfer != 0 && SequenceNumbers.distance(expected, takenByTransfer) < missing;
      onLost.accept(taken ? missing - 1 : missing);
      expected = early.isEmpty() ? announced : early.firstKey();
      drainEarly();
    }
  }

  static boolean isKeepAlive(NotificationMessage message) {
    return message.getNotificationData() == null || message.getNotificationData().length == 0;
  }

  private void handOn(NotificationMessage message) {
    expected = SequenceNumbers.following(expected);
    inOrder.accept(message);
  }

  private void keepEarly(long number, NotificationMessage message) {
    earlyBytes += bytesOf(message);
    NotificationMessage same = early.put(number, message);
    earlyBytes -= same == null ? 0 : bytesOf(same);
  }

  private void drainEarly() {
    NotificationMessage next = early.remove(expected);
    while (next != null) {
      earlyBytes -= bytesOf(next);
      handOn(next);
      next = early.remove(expected);
    }
  }

  /** Size of what a message brings, which is not decoded yet. */
  private static long bytesOf(NotificationMessage message) {
    return Stream.of(message.getNotificationData())
        .mapToLong(data -> data.getBody() instanceof ByteString bytes ? bytes.length() : 0)
        .sum();
  }
}
