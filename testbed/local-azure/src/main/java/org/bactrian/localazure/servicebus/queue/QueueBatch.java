package org.bactrian.localazure.servicebus.queue;

import java.util.ArrayList;
import java.util.List;
import org.bactrian.localazure.servicebus.message.BusMessage;

/** Messages that are stored together on the state thread and then made known on the event loop. */
final class QueueBatch {

  private final List<Runnable> announcements = new ArrayList<>();

  StoredMessage store(MessageQueue queue, BusMessage message) {
    StoredMessage stored = queue.store(message);
    announcements.add(() -> queue.added(stored));
    return stored;
  }

  void announce() {
    announcements.forEach(Runnable::run);
  }
}
