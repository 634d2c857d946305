package org.bactrian.localazure.servicebus.entity;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * A queue, or a subscription, which is a queue behind a topic. The defaults are those of Service
 * Bus ("Messaging services programming", https://learn.microsoft.com/azure/service-bus-messaging/).
 *
 * @param name letters, digits, periods, hyphens, underscores; for queues also slashes
 * @param lockDuration how long a receiver may keep a message before it goes to another; positive
 * @param maxDeliveryCount deliveries after which a message is dead-lettered, at least 1
 * @param timeToLive how long a message stays unless it asks for less; empty is for ever
 * @param deadLetterExpired whether messages that outlived that are dead-lettered rather than
 *     dropped
 * @param maxSizeBytes of all messages together; more are refused
 */
@RecordBuilder
public record QueueSettings(
    String name,
    Duration lockDuration,
    int maxDeliveryCount,
    Optional<Duration> timeToLive,
    boolean deadLetterExpired,
    long maxSizeBytes)
    implements QueueSettingsBuilder.With {

  private static final Duration DEFAULT_LOCK = Duration.ofMinutes(1);
  private static final int DEFAULT_MAX_DELIVERIES = 10;
  private static final long DEFAULT_MAX_SIZE = 1L << 30;

  /** Checks the ranges. */
  public QueueSettings {
    requireName(name);
    if (lockDuration.isNegative() || lockDuration.isZero()) {
      throw new IllegalArgumentException(name + ": lockDuration must be positive");
    }
    if (maxDeliveryCount < 1) {
      throw new IllegalArgumentException(
          name + ": maxDeliveryCount must be at least 1, was " + maxDeliveryCount);
    }
    if (maxSizeBytes < 1) {
      throw new IllegalArgumentException(name + ": maxSizeBytes must be positive");
    }
  }

  /** A queue with the defaults. */
  public static QueueSettings named(String name) {
    return new QueueSettings(
        name, DEFAULT_LOCK, DEFAULT_MAX_DELIVERIES, Optional.empty(), false, DEFAULT_MAX_SIZE);
  }

  static void requireName(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._/-]{0,259}") || name.endsWith("/")) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name of an entity: letters, digits, . - _ and / are allowed");
    }
  }
}
