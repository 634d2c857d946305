package org.bactrian.localazure.servicebus.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The consumers of a queue, which take turns. Belongs to the event loop. */
final class QueueConsumers {

  private final Deque<QueueConsumer> inTurn = new ArrayDeque<>();
  private final Map<QueueConsumer, Integer> promised = new HashMap<>();

  void add(QueueConsumer consumer) {
    inTurn.add(consumer);
  }

  void remove(QueueConsumer consumer) {
    inTurn.remove(consumer);
  }

  boolean has(QueueConsumer consumer) {
    return inTurn.contains(consumer);
  }

  boolean isEmpty() {
    return inTurn.isEmpty();
  }

  /** The next that takes a message; what it was promised counts as delivered. */
  Optional<QueueConsumer> next() {
    for (int i = inTurn.size(); i > 0; i--) {
      QueueConsumer consumer = inTurn.poll();
      inTurn.add(consumer);
      if (consumer.credit() > promised.getOrDefault(consumer, 0)) {
        return Optional.of(consumer);
      }
    }
    return Optional.empty();
  }

  /** Notes that a consumer will get a message that is still being removed from the disk. */
  void promise(QueueConsumer consumer) {
    promised.merge(consumer, 1, Integer::sum);
  }

  /** Forgets a promise, since it was kept or cannot be. */
  void fulfil(QueueConsumer consumer) {
    promised.computeIfPresent(consumer, (who, count) -> count == 1 ? null : count - 1);
  }
}
