package org.bactrian.localazure.servicebus.queue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bactrian.localazure.servicebus.message.BusMessage;

/**
 * Destination of messages: a queue, or a topic, which keeps what is scheduled and passes on the
 * rest. Its subscriptions change on the event loop and are read on the state thread.
 *
 * @param own where scheduled messages wait
 * @param outlets where the others go; of a queue, the queue
 */
record MessageTarget(MessageQueue own, List<MessageQueue> outlets) {

  static MessageTarget queue(MessageQueue queue) {
    return new MessageTarget(queue, List.of(queue));
  }

  static MessageTarget topic(MessageQueue timetable) {
    MessageTarget topic = new MessageTarget(timetable, new CopyOnWriteArrayList<>());
    timetable.forwardTo(topic.outlets);
    return topic;
  }

  void requireRoom() {
    outlets.forEach(MessageQueue::requireRoom);
  }

  /** Stores a message; answers its number where it can be cancelled, or 0 when nobody gets it. */
  long store(BusMessage message, QueueBatch batch) {
    if (own.isForLater(message)) {
      return batch.store(own, message).sequenceNumber();
    }
    long number = 0;
    for (MessageQueue outlet : outlets) {
      number = batch.store(outlet, message).sequenceNumber();
    }
    return number;
  }
}
