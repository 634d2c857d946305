package org.bactrian.localazure.servicebus.entity;

import java.util.List;
import java.util.stream.Stream;

/** The queues and topics that a namespace has from its start. */
public record BusEntities(List<QueueSettings> queues, List<TopicSettings> topics) {

  /** A namespace without any. */
  public static final BusEntities NONE = new BusEntities(List.of(), List.of());

  /** Copies both. */
  public BusEntities {
    queues = List.copyOf(queues);
    topics = List.copyOf(topics);
  }

  /** Returns the entities with one more queue. */
  public BusEntities with(QueueSettings queue) {
    return new BusEntities(Stream.concat(queues.stream(), Stream.of(queue)).toList(), topics);
  }

  /** Returns the entities with one more topic. */
  public BusEntities with(TopicSettings topic) {
    return new BusEntities(queues, Stream.concat(topics.stream(), Stream.of(topic)).toList());
  }
}
