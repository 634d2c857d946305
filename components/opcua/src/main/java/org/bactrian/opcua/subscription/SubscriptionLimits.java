package org.bactrian.opcua.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;

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
 * @param itemRetryDelay time until an item that the server refused is tried again
 */
@RecordBuilder
public record SubscriptionLimits(
    int maxItemsPerServerSubscription,
    int maxItemsPerCall,
    int maxNotificationsPerPublish,
    int maxPublishRequests,
    int maxQueuedMessages,
    Duration itemRetryDelay)
    implements SubscriptionLimitsBuilder.With {

  /** Limits with which servers and this client were measured to do well. */
  public static final SubscriptionLimits DEFAULT =
      new SubscriptionLimits(5_000, 1_000, 20_000, 10, 20, Duration.ofSeconds(30));

  public SubscriptionLimits {
    SettingRange.atLeastOne("maxItemsPerServerSubscription", maxItemsPerServerSubscription);
    SettingRange.atLeastOne("maxItemsPerCall", maxItemsPerCall);
    SettingRange.atLeastOne("maxNotificationsPerPublish", maxNotificationsPerPublish);
    SettingRange.atLeastOne("maxPublishRequests", maxPublishRequests);
    SettingRange.atLeastOne("maxQueuedMessages", maxQueuedMessages);
    SettingRange.positive("itemRetryDelay", itemRetryDelay);
  }
}
