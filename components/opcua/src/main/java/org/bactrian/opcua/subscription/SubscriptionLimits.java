package org.bactrian.opcua.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;
import org.bactrian.model.time.Backoff;

/**
 * Bounds on what is asked of a server at once. A server's own limits are kept too; the smaller
 * number counts.
 *
 * @param maxItemsPerServerSubscription monitored items in one subscription at the server; more are
 *     split, because servers and clients slow down past some thousands
 * @param maxItemsPerCall monitored items created, modified or deleted in one service call
 * @param maxNotificationsPerPublish values in one publish response; small numbers cost much CPU
 * @param maxPublishRequests publish requests that wait at the server at the same time
 * @param maxQueuedMessages notification messages that wait for a slow listener before the server is
 *     told to stop publishing
 * @param maxOverflowSessions further sessions that are opened with a server that grants a session
 *     fewer subscriptions than are wanted, 0 for none
 * @param itemRetryDelay time until an item that the server refused is tried again
 * @param maxItemRetryDelay longest such time, to which it doubles with each refusal; not above the
 *     first for one that stays the same
 */
@RecordBuilder
public record SubscriptionLimits(
    int maxItemsPerServerSubscription,
    int maxItemsPerCall,
    int maxNotificationsPerPublish,
    int maxPublishRequests,
    int maxQueuedMessages,
    int maxOverflowSessions,
    Duration itemRetryDelay,
    Duration maxItemRetryDelay)
    implements SubscriptionLimitsBuilder.With {

  /** Limits with which servers and this client were measured to do well. */
  public static final SubscriptionLimits DEFAULT =
      new SubscriptionLimits(
          5_000, 1_000, 20_000, 10, 20, 9, Duration.ofSeconds(30), Duration.ZERO);

  public SubscriptionLimits {
    SettingRange.atLeastOne("maxItemsPerServerSubscription", maxItemsPerServerSubscription);
    SettingRange.atLeastOne("maxItemsPerCall", maxItemsPerCall);
    SettingRange.atLeastOne("maxNotificationsPerPublish", maxNotificationsPerPublish);
    SettingRange.atLeastOne("maxPublishRequests", maxPublishRequests);
    SettingRange.atLeastOne("maxQueuedMessages", maxQueuedMessages);
    SettingRange.notNegative("maxOverflowSessions", maxOverflowSessions);
    SettingRange.positive("itemRetryDelay", itemRetryDelay);
    SettingRange.notNegative("maxItemRetryDelay", maxItemRetryDelay);
  }

  /** Returns the waits until an item that is refused is tried again. */
  Backoff itemRetry() {
    boolean grows = maxItemRetryDelay.compareTo(itemRetryDelay) > 0;
    return new Backoff(itemRetryDelay, grows ? maxItemRetryDelay : itemRetryDelay);
  }
}
