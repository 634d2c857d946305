package org.bactrian.localazure.servicebus.entity;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A topic: each of its subscriptions gets a copy of every message.
 *
 * @param name letters, digits, periods, hyphens, underscores and slashes
 * @param subscriptions their names are those within the topic
 * @param onDemand when present, a subscription that is not there is made as somebody receives from
 *     it, and ends when nobody has for so long; Azure needs an administrator for that
 */
public record TopicSettings(
    String name, List<QueueSettings> subscriptions, Optional<Duration> onDemand) {

  /** Checks the name. */
  public TopicSettings {
    QueueSettings.requireName(name);
    subscriptions = List.copyOf(subscriptions);
  }

  /** A topic with subscriptions that have the defaults. */
  public static TopicSettings named(String name, String... subscriptions) {
    return new TopicSettings(
        name, Arrays.stream(subscriptions).map(QueueSettings::named).toList(), Optional.empty());
  }

  /** The same with subscriptions that come when they are used, and end after some idle time. */
  public TopicSettings withSubscriptionsOnDemand(Duration idle) {
    return new TopicSettings(name, subscriptions, Optional.of(idle));
  }
}
