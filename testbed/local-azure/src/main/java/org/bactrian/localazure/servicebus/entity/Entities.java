package org.bactrian.localazure.servicebus.entity;

import java.util.List;
import java.util.stream.Stream;

/** The queues and topics that a namespace has from its start. */
public record Entities(List<QueueSettings> queues, List<TopicSettings> topics) {

  /** A namespace without any. */
  public static final Entities NONE = new Entities(List.of(), List.of());

  /** Copies both. */
  public Entities {
    queues = List.copyOf(queues);
    topics = List.copyOf(topics);
  }

  /** The same with one more queue. */
  public Entities with(QueueSettings queue) {
    return new Entities(Stream.concat(queues.stream(), Stream.of(queue)).toList(), topics);
  }

  /** The same with one more topic. */
  public Entities with(TopicSettings topic) {
    return new Entities(queues, Stream.concat(topics.stream(), Stream.of(topic)).toList());
  }
}
