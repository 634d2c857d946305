package org.bactrian.opcua.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * Subscription at a server as a later process needs it to take it over (Part 4, 5.14.7).
 *
 * @param name its name, which no other one has: servers give the same ids again
 * @param id the server's id
 * @param serverStart when the server had started, as text
 * @param publishingInterval revised publishing interval in milliseconds
 * @param keepAliveMillis time between two signs of life
 * @param items its monitored items
 * @param lastSequenceNumber number of the last message that is done with, 0 for none
 */
@RecordBuilder
public record SavedSubscription(
    String name,
    long id,
    String serverStart,
    double publishingInterval,
    long keepAliveMillis,
    List<SavedItem> items,
    long lastSequenceNumber)
    implements SavedSubscriptionBuilder.With {

  /**
   * Monitored item of a subscription.
   *
   * @param key the caller's name
   * @param node node, attribute and range, as text
   * @param parameters hash of the parameters that the server was asked for
   * @param handle its handle
   * @param id the server's id, 0 when the server had not answered
   */
  public record SavedItem(String key, String node, int parameters, int handle, long id) {

    static SavedItem of(MonitoredItem item, int handle, long id) {
      return new SavedItem(item.key(), nodeOf(item), parametersOf(item), handle, id);
    }

    /**
     * Returns whether {@code item} can take over what the server has. Values can with other
     * parameters, events of a filter cannot, since their fields would be taken for others.
     *
     * @param events whether {@code item} brings events, and its filter is known
     */
    boolean canBecome(MonitoredItem item, boolean events) {
      boolean bringsEvents = item.filter() instanceof MonitoringFilter.Events;
      return node.equals(nodeOf(item))
          && bringsEvents == events
          && (!events || parameters == parametersOf(item));
    }

    static String nodeOf(MonitoredItem item) {
      return item.nodeId().toParseableString()
          + " "
          + item.attribute()
          + (item.indexRange().isEmpty() ? "" : " " + item.indexRange())
          + (item.isTriggered() ? " triggered by " + item.triggeredBy() : "");
    }

    static int parametersOf(MonitoredItem item) {
      return (item.samplingInterval()
              + " "
              + item.queueSize()
              + " "
              + item.discardOldest()
              + " "
              + item.filter())
          .hashCode();
    }
  }
}
