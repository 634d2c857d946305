package org.bactrian.localazure.servicebus.queue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.servicebus.entity.BusEntities;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.entity.QueueSettings;
import org.bactrian.localazure.servicebus.entity.TopicSettings;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.bactrian.localazure.storage.StateFile;
import org.bactrian.localazure.storage.StateThread;
import org.h2.mvstore.MVMap;

/**
 * The queues, topics and subscriptions by their paths. Belongs to the event loop, apart from {@link
 * #stage}.
 */
public final class BusNamespace {

  private static final String MADE = "bus.subscriptions";

  private final StateFile state;
  private final QueueJournal journal;
  private final Clock clock;
  private final TimerQueue deadlines;
  private final MVMap<String, String> made;
  private final Map<EntityPath, MessageQueue> queues = new HashMap<>();
  private final Map<EntityPath, MessageTarget> targets;
  private final Map<EntityPath, TopicSettings> onDemand = new HashMap<>();

  /** Entities over what the last process left in them. */
  public BusNamespace(
      BusEntities entities, Vertx vertx, StateFile state, StateThread thread, Clock clock) {
    this.state = state;
    this.clock = clock;
    journal = new QueueJournal(thread, state);
    deadlines = new TimerQueue(vertx, clock);
    made = state.map(MADE);
    Map<EntityPath, MessageTarget> byPath = new HashMap<>();
    for (QueueSettings queue : entities.queues()) {
      EntityPath path = EntityPath.of(queue.name());
      byPath.put(path, MessageTarget.queue(open(path, queue)));
    }
    entities.topics().forEach(topic -> byPath.put(EntityPath.of(topic.name()), topic(topic)));
    targets = Map.copyOf(byPath);
    onDemand.forEach(this::reopen);
  }

  /**
   * The queue, subscription or dead letters of a path.
   *
   * @throws BusFaultException when there is none
   */
  public MessageQueue queue(EntityPath path) {
    Optional<TopicSettings> topic = path.topic().map(onDemand::get);
    if (!queues.containsKey(path) && topic.isPresent() && !path.isDeadLetters()) {
      journal.run(() -> made.put(path.key(), path.toString()));
      make(path, topic.get());
    }
    return Optional.ofNullable(queues.get(path)).orElseThrow(() -> notFound(path));
  }

  /**
   * Checks that messages can be sent to a path.
   *
   * @throws BusFaultException when there is neither a queue nor a topic
   */
  public void requireTarget(EntityPath path) {
    target(path);
  }

  /**
   * Checks that a path is that of an entity.
   *
   * @throws BusFaultException when it is not
   */
  public void requireEntity(EntityPath path) {
    if (!targets.containsKey(path)) {
      queue(path);
    }
  }

  /**
   * Stores messages, all or none.
   *
   * @return their numbers, when they are on disk; fails with what refuses them
   */
  public Future<List<Long>> send(EntityPath path, List<BusMessage> messages) {
    try {
      MessageTarget target = target(path);
      target.requireRoom();
      QueueBatch batch = new QueueBatch();
      return journal
          .write(() -> messages.stream().map(message -> target.store(message, batch)).toList())
          .onSuccess(numbers -> batch.announce());
    } catch (BusFaultException e) {
      return Future.failedFuture(e);
    }
  }

  /**
   * Stores a message with what else the state thread commits next. Call it there.
   *
   * @return makes the message known; run it on the event loop
   * @throws BusFaultException when there is no such entity, or no room
   */
  public Runnable stage(EntityPath path, BusMessage message) {
    MessageTarget target = target(path);
    target.requireRoom();
    QueueBatch batch = new QueueBatch();
    target.store(message, batch);
    return batch::announce;
  }

  /** Forgets messages that are still to come, by the numbers that {@link #send} answered. */
  public Future<Void> cancelScheduled(EntityPath path, List<Long> numbers) {
    try {
      return target(path).own().cancelScheduled(numbers);
    } catch (BusFaultException e) {
      return Future.failedFuture(e);
    }
  }

  private MessageTarget target(EntityPath path) {
    return Optional.ofNullable(targets.get(path)).orElseThrow(() -> notFound(path));
  }

  private MessageTarget topic(TopicSettings settings) {
    EntityPath path = EntityPath.of(settings.name());
    // Nobody receives from it, so it is not among the queues.
    MessageTarget topic =
        MessageTarget.topic(queue(path, QueueSettings.named(settings.name()), Optional.empty()));
    for (QueueSettings subscription : settings.subscriptions()) {
      EntityPath subscribed = EntityPath.subscription(settings.name(), subscription.name());
      topic.outlets().add(open(subscribed, subscription));
    }
    if (settings.onDemand().isPresent()) {
      onDemand.put(path, settings);
    }
    return topic;
  }

  private void reopen(EntityPath topic, TopicSettings settings) {
    for (String path : made.values()) {
      EntityPath subscription = EntityPath.of(path);
      if (subscription.topic().filter(topic::equals).isPresent()
          && !queues.containsKey(subscription)) {
        make(subscription, settings);
      }
    }
  }

  private void make(EntityPath path, TopicSettings topic) {
    MessageQueue subscription = open(path, QueueSettings.named(path.name()));
    target(EntityPath.of(topic.name())).outlets().add(subscription);
    watch(subscription, topic);
  }

  private void watch(MessageQueue subscription, TopicSettings topic) {
    deadlines.add(
        clock.instant().plus(topic.onDemand().orElseThrow()),
        () -> {
          if (subscription.isInUse()) {
            watch(subscription, topic);
          } else {
            end(subscription, topic);
          }
        });
  }

  private void end(MessageQueue subscription, TopicSettings topic) {
    EntityPath path = subscription.path();
    target(EntityPath.of(topic.name())).outlets().remove(subscription);
    queues.remove(path).clear();
    queues.remove(path.deadLetters()).clear();
    journal.run(() -> made.remove(path.key()));
  }

  private MessageQueue open(EntityPath path, QueueSettings settings) {
    EntityPath graves = path.deadLetters();
    queues.put(graves, queue(graves, settings, Optional.empty()));
    queues.put(path, queue(path, settings, Optional.of(queues.get(graves))));
    return queues.get(path);
  }

  private MessageQueue queue(
      EntityPath path, QueueSettings settings, Optional<MessageQueue> deadLetters) {
    QueueStore store = new QueueStore(state, path);
    return new MessageQueue(path, settings, store, journal, clock, deadlines, deadLetters);
  }

  private static BusFaultException notFound(EntityPath path) {
    return new BusFaultException(
        BusFault.ENTITY_NOT_FOUND,
        "The messaging entity '"
            + path
            + "' could not be found. The local Azure has the queues and topics that its settings"
            + " name.");
  }
}
