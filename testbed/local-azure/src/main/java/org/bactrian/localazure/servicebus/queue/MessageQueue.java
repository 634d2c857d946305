package org.bactrian.localazure.servicebus.queue;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue with competing consumers: what waits, what is locked, what is deferred and what is
 * scheduled ("Message transfers, locks, and settlement",
 * https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement).
 * Belongs to the event loop, apart from {@link #store}; results come when they are on disk.
 */
public final class MessageQueue {

  private static final Logger LOG = LoggerFactory.getLogger(MessageQueue.class);
  private static final int MAX_PEEKED_BYTES = 1024 * 1024;

  private final EntityPath path;
  private final QueueSettings settings;
  private final QueueStore store;
  private final QueueJournal journal;
  private final Clock clock;
  private final Optional<MessageQueue> deadLetters;
  private final QueueContents contents;
  private final MessageLocks locks;
  private final QueueConsumers consumers = new QueueConsumers();
  private List<MessageQueue> outlets = List.of(this);

  /**
   * A queue over what the last process left.
   *
   * @param deadLetters where messages go that cannot be processed; empty for a queue of such
   */
  MessageQueue(
      EntityPath path,
      QueueSettings settings,
      QueueStore store,
      QueueJournal journal,
      Clock clock,
      TimerQueue deadlines,
      Optional<MessageQueue> deadLetters) {
    this.path = path;
    this.settings = settings;
    this.store = store;
    this.journal = journal;
    this.clock = clock;
    this.deadLetters = deadLetters;
    this.contents =
        new QueueContents(deadlines, deadLetters.isEmpty(), this::enqueue, this::expire);
    this.locks = new MessageLocks(deadlines, this::deliveredInVain);
    store.all().forEach(contents::place);
  }

  /** Path at which the queue is found. */
  public EntityPath path() {
    return path;
  }

  /** Sends scheduled messages to others when their time has come, rather than keeping them. */
  void forwardTo(List<MessageQueue> queues) {
    outlets = queues;
  }

  /** Returns whether somebody receives from it. */
  boolean isInUse() {
    return !consumers.isEmpty();
  }

  /** Removes everything, for ever. */
  void clear() {
    contents.all().forEach(contents::forget);
    journal.run(store::clear).onFailure(this::report);
  }

  /**
   * Refuses messages that it has no room for. Safe from any thread.
   *
   * @throws BusFaultException when the queue is full
   */
  void requireRoom() {
    if (contents.bytes() >= settings.maxSizeBytes()) {
      throw new BusFaultException(
          BusFault.QUOTA_EXCEEDED,
          "%s holds %s bytes and takes no more. Receive messages from it."
              .formatted(path, contents.bytes()));
    }
  }

  /** Stores a message; on the state thread. The event loop has to hear of it by {@link #added}. */
  StoredMessage store(BusMessage message) {
    Instant now = clock.instant();
    Optional<Instant> later = later(message, now);
    Instant expires =
        StoredMessage.expiry(later.orElse(now), message.timeToLive(), settings.timeToLive());
    return store.append(
        message, new StoredMessage(0, 0, now, expires, later.orElse(Instant.MIN), false, 0, 0));
  }

  /** Returns whether a message is not for receivers yet. Safe from any thread. */
  boolean isForLater(BusMessage message) {
    return later(message, clock.instant()).isPresent();
  }

  /** Makes a stored message known. */
  void added(StoredMessage message) {
    contents.place(message);
    dispatch();
  }

  /** Adds a consumer; it gets messages as it has credit. */
  public void attach(QueueConsumer consumer) {
    consumers.add(consumer);
    dispatch();
  }

  /**
   * Removes a consumer; what it has not settled goes to others, and does not count as delivered.
   */
  public void detach(QueueConsumer consumer) {
    consumers.remove(consumer);
    locks.takeAll(consumer).forEach(contents::place);
    dispatch();
  }

  /** Gives consumers what they have credit for. */
  public void dispatch() {
    Optional<QueueConsumer> consumer = nextConsumer();
    while (consumer.isPresent()) {
      StoredMessage message = contents.takeFirst().orElseThrow();
      if (consumer.get().deletes()) {
        deliverAndDelete(message, consumer.get());
      } else {
        consumer.get().deliver(lock(message, Optional.of(consumer.get())));
      }
      consumer = nextConsumer();
    }
  }

  /**
   * Removes a message that was processed.
   *
   * @return fails with {@link BusFault#LOCK_LOST} when another may have it
   */
  public Future<Void> complete(UUID token) {
    return settle(token, this::remove);
  }

  /** Gives a message back, as one that was delivered in vain. */
  public Future<Void> abandon(UUID token, Map<String, ?> modified) {
    return settle(
        token, message -> modify(message, modified).onSuccess(done -> deliveredInVain(message)));
  }

  /** Gives a message back as if it had not been delivered. */
  public Future<Void> release(UUID token) {
    return settle(
        token,
        message -> {
          contents.place(message);
          dispatch();
          return Future.succeededFuture();
        });
  }

  /** Sets a message aside for those who know its number. */
  public Future<Void> defer(UUID token, Map<String, ?> modified) {
    return settle(
        token,
        message ->
            modify(message, modified)
                .compose(done -> update(message.asDeferred()))
                .onSuccess(contents::place)
                .mapEmpty());
  }

  /** Moves a message to the dead letters. */
  public Future<Void> deadLetter(UUID token, DeadLetterReason why) {
    return settle(token, message -> bury(message, why));
  }

  /**
   * Makes a lock last as long as a new one.
   *
   * @return the new end
   * @throws BusFaultException when another may have the message
   */
  public Instant renew(UUID token) {
    Instant until = clock.instant().plus(settings.lockDuration());
    locks.renew(token, until);
    return until;
  }

  /** Shows messages in whatever state, from a number on, without locking them. */
  public List<QueueDelivery> peek(long from, int count) {
    List<QueueDelivery> peeked = new ArrayList<>();
    int size = 0;
    for (StoredMessage message : contents.from(from)) {
      size += message.size();
      if (peeked.size() == count || (!peeked.isEmpty() && size > MAX_PEEKED_BYTES)) {
        break;
      }
      peeked.add(new QueueDelivery(new UUID(0, 0), store.delivery(message, Optional.empty())));
    }
    return peeked;
  }

  /**
   * Takes messages that were set aside.
   *
   * @param delete whether they are gone then; otherwise they are locked
   * @return fails with {@link BusFault#MESSAGE_NOT_FOUND} when one of them is not set aside
   */
  public Future<List<QueueDelivery>> receiveDeferred(Collection<Long> numbers, boolean delete) {
    List<StoredMessage> messages = require(numbers, StoredMessage::deferred, "deferred");
    if (!delete) {
      return Future.succeededFuture(
          messages.stream().map(message -> lock(message, Optional.empty())).toList());
    }
    List<QueueDelivery> deliveries =
        messages.stream()
            .map(
                message ->
                    new QueueDelivery(UUID.randomUUID(), store.delivery(message, Optional.empty())))
            .toList();
    return Future.all(messages.stream().map(this::remove).toList()).map(deliveries);
  }

  /**
   * Forgets messages that are still to come.
   *
   * @return fails with {@link BusFault#MESSAGE_NOT_FOUND} when one of them is not scheduled
   */
  public Future<Void> cancelScheduled(Collection<Long> numbers) {
    List<StoredMessage> messages = require(numbers, StoredMessage::isScheduled, "scheduled");
    return Future.all(messages.stream().map(this::remove).toList()).mapEmpty();
  }

  private List<StoredMessage> require(
      Collection<Long> numbers, Predicate<StoredMessage> state, String name) {
    return numbers.stream()
        .map(
            number ->
                contents
                    .find(number)
                    .filter(state)
                    .filter(message -> !locks.isLocked(message))
                    .orElseThrow(
                        () ->
                            new BusFaultException(
                                BusFault.MESSAGE_NOT_FOUND,
                                path + " has no " + name + " message " + number)))
        .toList();
  }

  private static Optional<Instant> later(BusMessage message, Instant now) {
    return message.scheduledTime().filter(time -> time.isAfter(now));
  }

  private Future<Void> settle(UUID token, Function<StoredMessage, Future<Void>> how) {
    try {
      return how.apply(locks.take(token));
    } catch (BusFaultException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Void> remove(StoredMessage message) {
    contents.forget(message);
    return journal.run(() -> store.remove(message.sequenceNumber()));
  }

  // A scheduled message whose time has come gets a new number, as if it came now.
  private void enqueue(StoredMessage scheduled) {
    contents.forget(scheduled);
    journal
        .write(
            () -> {
              BusMessage message = store.read(scheduled.sequenceNumber()).unscheduled();
              store.remove(scheduled.sequenceNumber());
              QueueBatch batch = new QueueBatch();
              outlets.forEach(queue -> batch.store(queue, message));
              return batch;
            })
        .onSuccess(QueueBatch::announce)
        .onFailure(this::report);
  }

  // A locked message may still be settled; it ends when its lock does.
  private void expire(StoredMessage message) {
    if (contents.isReady(message) || (message.deferred() && !locks.isLocked(message))) {
      end(message);
    }
  }

  private void end(StoredMessage message) {
    Future<Void> gone =
        settings.deadLetterExpired() ? bury(message, DeadLetterReason.EXPIRED) : remove(message);
    gone.onFailure(this::report);
  }

  private void deliveredInVain(StoredMessage message) {
    StoredMessage returned = message.delivered(message.deliveryCount() + 1);
    if (returned.isExpired(clock.instant()) && deadLetters.isPresent()) {
      end(returned);
    } else if (returned.deliveryCount() >= settings.maxDeliveryCount() && deadLetters.isPresent()) {
      bury(returned, DeadLetterReason.undeliverable(settings.maxDeliveryCount()))
          .onFailure(this::report);
    } else {
      update(returned)
          .onSuccess(
              done -> {
                contents.place(returned);
                dispatch();
              })
          .onFailure(this::report);
    }
  }

  private Future<StoredMessage> update(StoredMessage message) {
    return journal.run(() -> store.update(message)).map(message);
  }

  private Future<Void> modify(StoredMessage message, Map<String, ?> modified) {
    if (modified.isEmpty()) {
      return Future.succeededFuture();
    }
    return journal.run(
        () ->
            store.replace(
                store.read(message.sequenceNumber()).withApplicationProperties(modified), message));
  }

  private Future<Void> bury(StoredMessage message, DeadLetterReason why) {
    MessageQueue grave = deadLetters.orElse(this);
    contents.forget(message);
    return journal
        .write(
            () -> {
              BusMessage dead =
                  store.read(message.sequenceNumber()).withApplicationProperties(why.properties());
              store.remove(message.sequenceNumber());
              return grave.store.append(dead, message.buried());
            })
        .<Void>map(
            buried -> {
              grave.added(buried);
              return null;
            });
  }

  private void deliverAndDelete(StoredMessage message, QueueConsumer consumer) {
    QueueDelivery delivery =
        new QueueDelivery(UUID.randomUUID(), store.delivery(message, Optional.empty()));
    consumers.promise(consumer);
    remove(message)
        .onComplete(
            done -> {
              consumers.fulfil(consumer);
              if (done.succeeded() && consumers.has(consumer)) {
                consumer.deliver(delivery);
              }
            });
  }

  private QueueDelivery lock(StoredMessage message, Optional<Object> holder) {
    Instant until = clock.instant().plus(settings.lockDuration());
    UUID token = locks.lock(message, holder, until);
    return new QueueDelivery(token, store.delivery(message, Optional.of(until)));
  }

  private Optional<QueueConsumer> nextConsumer() {
    return contents.hasReady() ? consumers.next() : Optional.empty();
  }

  private void report(Throwable failure) {
    LOG.error("{}: a change could not be stored", path, failure);
  }
}
