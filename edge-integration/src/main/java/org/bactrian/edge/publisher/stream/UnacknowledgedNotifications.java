package org.bactrian.edge.publisher.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.opcua.subscription.MessageAcknowledgement;

/**
 * Notifications that are in a batch and that their servers keep until the batch is stored. Used by
 * the thread that owns the WriterGroup.
 */
final class UnacknowledgedNotifications {

  /** Servers keep as few as a hundred; a batch leaves early before that. */
  private static final int MOST_OF_WRITER = 50;

  private static final String PUBLISH_TIMES = "time/";

  private final List<MessageAcknowledgement> notifications = new ArrayList<>();
  private final Map<String, Long> progress = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * Adds a notification.
   *
   * @param writer writer that it is for
   * @param subscription name of its subscription among the numbers that a restart goes on from
   * @return true when the batch must leave, since the server keeps many messages for it
   */
  boolean add(String writer, String subscription, MessageAcknowledgement notification) {
    notifications.add(notification);
    progress.put(subscription, notification.sequenceNumber());
    progress.put(publishTimeOf(writer), notification.publishTime().toEpochMilli());
    return counts.merge(writer, 1, Integer::sum) >= MOST_OF_WRITER;
  }

  /**
   * Name of the publish time of a writer's last notification, in milliseconds since 1970, among the
   * numbers that a restart goes on from.
   */
  static String publishTimeOf(String writer) {
    return PUBLISH_TIMES + writer;
  }

  /** Returns whether progress of that name is the publish time of another writer than these. */
  static boolean isPublishTimeOfOther(String name, Set<String> writers) {
    return name.startsWith(PUBLISH_TIMES)
        && !writers.contains(name.substring(PUBLISH_TIMES.length()));
  }

  boolean isEmpty() {
    return notifications.isEmpty();
  }

  /**
   * Returns a copy of the numbers that a restart goes on from: the last one of each subscription,
   * and the last publish time of each writer.
   */
  Map<String, Long> progress() {
    return new HashMap<>(progress);
  }

  /** Returns what acknowledges all that are there now. */
  Runnable acknowledgement() {
    List<MessageAcknowledgement> present = List.copyOf(notifications);
    return () -> present.forEach(MessageAcknowledgement::acknowledge);
  }

  void clear() {
    notifications.clear();
    progress.clear();
    counts.clear();
  }
}
