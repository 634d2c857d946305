package org.bactrian.opcua.subscription;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Listener to the notifications of a subscription, called in the server's order and never by two
 * threads at once. A call may take its time, but while it lasts this subscription brings nothing
 * else.
 */
public interface SubscriptionListener {

  /**
   * There is a connection, and what comes from here on belongs to it. Called before anything comes
   * of a new connection, be it with the same session, another one or a server that was restarted.
   */
  default void onConnected(ServerContext server) {}

  /**
   * Changes of values; {@code values.get(i)} belongs to {@code items.get(i)}, and an item occurs as
   * often as it changed.
   */
  default void onDataChanges(
      NotificationHeader header, List<MonitoredItem> items, List<DataValue> values) {}

  /**
   * Events in the server's order, those that begin and end a refresh of conditions among them. That
   * a queue of events was full comes as a gap.
   */
  default void onEvents(NotificationHeader header, List<EventNotification> events) {}

  /** Nothing changed, and the server lives. */
  default void onKeepAlive(NotificationHeader header) {}

  /**
   * The server's answer to an item: a bad status says why it is not monitored (it is tried again
   * after a while), a good one that it is.
   *
   * @param detail what the server said besides, such as the fields that it does not have; empty for
   *     nothing
   */
  default void onItemStatus(MonitoredItem item, StatusCode status, String detail) {}

  /** Values may be missing between what came before and what comes next. */
  default void onGap(NotificationGap gap) {}

  /**
   * All of a message was delivered. Until it is acknowledged the server keeps the message, and
   * sends it again to whoever takes the subscription over; with many messages that are not, the
   * server is asked to pause.
   */
  default void onMessageEnd(MessageAcknowledgement message) {
    message.acknowledge();
  }
}
