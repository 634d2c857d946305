package org.bactrian.opcua.subscription;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import org.bactrian.model.setting.SettingRange;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/**
 * Node attribute to monitor with its parameters (Part 4, 5.13.1). Two items are the same item when
 * they are equal; an edit that leaves an item equal does not touch it at the server.
 *
 * @param key the caller's name for the item, unique in its subscription
 * @param nodeId node, by namespace index or, to survive a restart, by namespace URI
 * @param attribute attribute of the node
 * @param indexRange part of an array (Part 4, 7.27), empty for the whole value
 * @param samplingInterval how often the server looks; zero for as fast as it can, {@link
 *     #PUBLISHING_INTERVAL} for as often as the subscription reports
 * @param queueSize values that the server keeps between two publish responses, at least 1
 * @param discardOldest whether a full queue drops its oldest value, else its newest
 * @param filter what is reported
 * @param registered whether the node is registered with the server first (Part 4, 5.9.5), anew with
 *     each connection
 * @param triggeredBy key of the item whose reports bring the values of this one (Part 4, 5.13.1.6);
 *     empty where it reports by itself
 */
@RecordBuilder
public record MonitoredItem(
    String key,
    ExpandedNodeId nodeId,
    AttributeId attribute,
    String indexRange,
    Duration samplingInterval,
    int queueSize,
    boolean discardOldest,
    MonitoringFilter filter,
    boolean registered,
    String triggeredBy)
    implements MonitoredItemBuilder.With {

  /** A sampling interval that is the subscription's publishing interval (Part 4, 7.21). */
  public static final Duration PUBLISHING_INTERVAL = Duration.ofMillis(-1);

  public MonitoredItem {
    SettingRange.atLeastOne("queueSize", queueSize);
    if (samplingInterval.isNegative() && !samplingInterval.equals(PUBLISHING_INTERVAL)) {
      throw new IllegalArgumentException(
          "samplingInterval must be -1 ms or not negative, was " + samplingInterval);
    }
  }

  /** An item that is not registered and reports by itself. */
  public MonitoredItem(
      String key,
      ExpandedNodeId nodeId,
      AttributeId attribute,
      String indexRange,
      Duration samplingInterval,
      int queueSize,
      boolean discardOldest,
      MonitoringFilter filter) {
    this(
        key,
        nodeId,
        attribute,
        indexRange,
        samplingInterval,
        queueSize,
        discardOldest,
        filter,
        false,
        "");
  }

  /** Returns whether another item brings its values. */
  public boolean isTriggered() {
    return !triggeredBy.isEmpty();
  }

  /** The value of a node, looked at every {@code samplingInterval}, with a queue of one. */
  public static MonitoredItem value(String key, ExpandedNodeId nodeId, Duration samplingInterval) {
    return new MonitoredItem(
        key, nodeId, AttributeId.Value, "", samplingInterval, 1, true, MonitoringFilter.NONE);
  }
}
