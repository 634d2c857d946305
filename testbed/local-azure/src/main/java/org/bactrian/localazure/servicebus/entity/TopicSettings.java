package org.bactrian.localazure.servicebus.entity;

import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
public record TopicSettings(
    String name, List<QueueSettings> subscriptions, Optional<Duration> onDemand)
    implements TopicSettingsBuilder.With {

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
}
