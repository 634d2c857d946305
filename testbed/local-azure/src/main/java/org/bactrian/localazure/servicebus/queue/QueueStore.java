package org.bactrian.localazure.servicebus.queue;

import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.bactrian.localazure.storage.StateFile;
import org.h2.mvstore.MVMap;

/**
 * The messages of one queue on disk: what they carry apart from what changes as they are delivered,
 * so that a large one is written once. Changes belong on the state thread and count from its next
 * commit; {@link #read} is safe from any thread.
 */
final class QueueStore {

  private final MVMap<Long, byte[]> bodies;
  private final MVMap<Long, String> states;
  private final MVMap<String, String> sequences;
  private final String key;
  private long nextSequenceNumber;

  QueueStore(StateFile state, EntityPath path) {
    key = path.key();
    bodies = state.numberedBytes("bus.bodies." + key);
    states = state.numberedTexts("bus.states." + key);
    sequences = state.map("bus.sequences");
    nextSequenceNumber = Long.parseLong(sequences.getOrDefault(key, "1"));
  }

  /** Everything that the last process left. */
  List<StoredMessage> all() {
    return states.entrySet().stream()
        .map(
            (Map.Entry<Long, String> entry) -> StoredMessage.read(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Stores a message under the next number, which the result has in place of the template's. */
  StoredMessage append(BusMessage message, StoredMessage template) {
    byte[] bytes = message.encode();
    long number = nextSequenceNumber++;
    StoredMessage stored =
        new StoredMessage(
            number,
            template.originalNumber() == 0 ? number : template.originalNumber(),
            template.enqueued(),
            template.expires(),
            template.visible(),
            template.deferred(),
            template.deliveryCount(),
            bytes.length);
    bodies.put(number, bytes);
    states.put(number, stored.write());
    sequences.put(key, Long.toString(nextSequenceNumber));
    return stored;
  }

  void replace(BusMessage message, StoredMessage stored) {
    bodies.put(stored.sequenceNumber(), message.encode());
    update(stored);
  }

  void update(StoredMessage stored) {
    states.put(stored.sequenceNumber(), stored.write());
  }

  void remove(long sequenceNumber) {
    bodies.remove(sequenceNumber);
    states.remove(sequenceNumber);
  }

  /** Removes everything; the numbers go on if the queue comes back. */
  void clear() {
    bodies.clear();
    states.clear();
  }

  /** A message that has not been removed. */
  BusMessage read(long sequenceNumber) {
    byte[] body = bodies.get(sequenceNumber);
    return BusMessage.decode(
        Objects.requireNonNull(body, () -> "message " + sequenceNumber + " was removed"));
  }

  /** A message as a receiver gets it, who is told until when it is locked, if it is. */
  byte[] delivery(StoredMessage message, Optional<Instant> lockedUntil) {
    Map<String, Object> annotations = new LinkedHashMap<>();
    annotations.put("x-opt-sequence-number", message.sequenceNumber());
    annotations.put("x-opt-enqueued-time", Date.from(message.enqueued()));
    annotations.put("x-opt-enqueue-sequence-number", message.originalNumber());
    annotations.put("x-opt-message-state", message.deferred() ? 1 : message.isScheduled() ? 2 : 0);
    lockedUntil.ifPresent(until -> annotations.put("x-opt-locked-until", Date.from(until)));
    return read(message.sequenceNumber())
        .withAnnotations(annotations)
        .encode(message.deliveryCount());
  }
}
