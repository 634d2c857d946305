package org.bactrian.edge.publisher.stream;

import java.util.List;
import org.bactrian.edge.publisher.group.PublisherLoggers;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of each value and event that servers report, where it is asked for ({@code --ln}); it costs
 * one look a notification otherwise.
 */
final class NotificationLog {

  private static final Logger LOG = LoggerFactory.getLogger(PublisherLoggers.NOTIFICATIONS);

  private NotificationLog() {}

  /** Logs the values of a notification, each with its item. */
  static void values(
      String group, String writer, List<MonitoredItem> items, List<DataValue> values) {
    if (LOG.isDebugEnabled()) {
      for (int i = 0; i < items.size(); i++) {
        LOG.debug(
            "{} {} {}: {}",
            group,
            writer,
            items.get(i).nodeId().toParseableString(),
            values.get(i));
      }
    }
  }

  /** Logs the events of a notification. */
  static void events(String group, String writer, List<EventNotification> events) {
    if (LOG.isDebugEnabled()) {
      events.forEach(event -> LOG.debug("{} {}: event {}", group, writer, event.values()));
    }
  }
}
