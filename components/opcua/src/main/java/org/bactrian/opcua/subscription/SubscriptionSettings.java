package org.bactrian.opcua.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;

/**
 * Publishing parameters of a subscription (Part 4, 5.14.2).
 *
 * @param publishingInterval time between two notification messages
 * @param keepAliveCount publishing intervals without data until the server says that it lives; 0
 *     for one that fits the interval, and at least 2 are asked for
 * @param lifetime how long the server keeps the subscription while nobody asks for it
 * @param priority which subscription goes first, 0 to 255
 * @param transferred whether it moves to the session that comes after a lost one; one that does not
 *     is made again there, without what was not fetched
 */
@RecordBuilder
public record SubscriptionSettings(
    Duration publishingInterval,
    int keepAliveCount,
    Duration lifetime,
    int priority,
    boolean transferred)
    implements SubscriptionSettingsBuilder.With {

  /** Reports once a second. */
  public static final SubscriptionSettings DEFAULT =
      new SubscriptionSettings(Duration.ofSeconds(1), 0, Duration.ofMinutes(10), 0, true);

  /** Settings of a subscription that moves to later sessions. */
  public SubscriptionSettings(
      Duration publishingInterval, int keepAliveCount, Duration lifetime, int priority) {
    this(publishingInterval, keepAliveCount, lifetime, priority, true);
  }

  public SubscriptionSettings {
    if (priority < 0 || priority > 255) {
      throw new IllegalArgumentException("priority must be 0 to 255, was " + priority);
    }
  }
}
