package org.bactrian.edge.publisher.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.outbox.Outbox;
import org.bactrian.edge.outbox.Outboxes;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.bactrian.opcua.subscription.SavedSubscription;
import org.bactrian.opcua.subscription.SubscriptionJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions of all DataSetWriters in the store of the outbox, beside the numbers of the
 * notifications that are in it. Thread-safe.
 */
final class StoredSubscriptions {

  private static final Logger LOG = LoggerFactory.getLogger(StoredSubscriptions.class);
  private static final String PREFIX = "subscription/";

  private final Outboxes outboxes;
  private final RecordStore store;

  /** Subscriptions that a former process left, by key, until their writer takes them. */
  private final Map<String, byte[]> former = new HashMap<>();

  /**
   * Gaps of writers whose subscriptions were left to their servers, by the prefix of their keys.
   */
  private final Map<String, NotificationGap> left = new HashMap<>();

  /** Prefixes of the keys of subscriptions that another group has told of. */
  private final Set<String> told = new HashSet<>();

  /** Prefixes of the keys of writers that are wanted now. */
  private Set<String> wanted = Set.of();

  StoredSubscriptions(Outboxes outboxes) {
    this.outboxes = outboxes;
    this.store = outboxes.store();
    if (store.isDurable()) {
      store
          .state()
          .forEach(
              (key, value) -> {
                if (key.startsWith(PREFIX)) {
                  former.put(key, value);
                }
              });
    }
  }

  /** Name of the number of the last notification of a subscription among the outbox's progress. */
  static String progressOf(String writer, String subscription) {
    return PREFIX + writer + "/" + subscription;
  }

  /** Returns whether progress of that name is of a subscription of another writer than these. */
  static boolean isProgressOfOther(String name, Set<String> writers) {
    return name.startsWith(PREFIX)
        && !writers.contains(name.substring(PREFIX.length(), name.lastIndexOf('/')));
  }

  /** A writer's name may hold anything. */
  private static String prefixOf(String group, String writer) {
    return PREFIX + group + "/" + URLEncoder.encode(writer, StandardCharsets.UTF_8) + "/";
  }

  /** Returns the journal of a writer; one whose subscriptions are not transferred has none. */
  SubscriptionJournal of(String group, DataSetWriter writer, Outbox outbox) {
    if (!store.isDurable()) {
      return SubscriptionJournal.NONE;
    }
    String prefix = prefixOf(group, writer.name());
    if (!writer.subscription().transferred()) {
      forget(prefix, writer.name(), outbox);
      return SubscriptionJournal.NONE;
    }
    return new WriterJournal(prefix, writer, outbox);
  }

  private synchronized void forget(String prefix, String writer, Outbox outbox) {
    List<String> keys = former.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    for (String key : keys) {
      former.remove(key);
      store.put(key, new byte[0]);
      outbox.forgetProgress(progressOf(writer, key.substring(prefix.length())));
    }
  }

  /** Takes the groups that are wanted now; others may follow, and other writers of these. */
  synchronized void expect(Collection<WriterGroup> groups) {
    wanted =
        groups.stream()
            .flatMap(
                group ->
                    group.writers().stream().map(writer -> prefixOf(group.id(), writer.name())))
            .collect(Collectors.toSet());
  }

  /**
   * Returns for which time values of a writer are missing, since subscriptions that it had were
   * left to their servers: its own, which were forgotten meanwhile, or those of another group that
   * had it, such as one with other settings. None the second time.
   */
  synchronized Optional<NotificationGap> takeGap(String group, String writer) {
    String prefix = prefixOf(group, writer);
    NotificationGap own = left.remove(prefix);
    if (own != null || has(prefix)) {
      return Optional.ofNullable(own);
    }
    String end = prefix.substring((PREFIX + group).length());
    Optional<String> other =
        others().stream()
            .map(StoredSubscriptions::prefixOfKey)
            .filter(one -> one.endsWith(end) && !told.contains(one))
            .findFirst();
    other.ifPresent(told::add);
    return other.map(
        one ->
            gap(
                one,
                "The DataSetWriter is in another WriterGroup than before the start, or that has other"
                    + " settings; the subscriptions that it had were left to their server."));
  }

  private static String prefixOfKey(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  private NotificationGap gap(String prefix, String detail) {
    int slash = prefix.lastIndexOf('/', prefix.length() - 2);
    String channel = WriterGroupStream.CHANNELS + "/" + prefix.substring(PREFIX.length(), slash);
    String writer =
        URLDecoder.decode(prefix.substring(slash + 1, prefix.length() - 1), StandardCharsets.UTF_8);
    long last = outboxes.storedProgress(channel, UnacknowledgedNotifications.publishTimeOf(writer));
    return new NotificationGap(
        GapCause.RECREATED, detail, last <= 0 ? null : Instant.ofEpochMilli(last), Instant.now());
  }

  /** Keys of subscriptions of writers that are not wanted now. */
  private List<String> others() {
    return former.keySet().stream().filter(key -> !wanted.contains(prefixOfKey(key))).toList();
  }

  /** Forgets what a former process left of writers that are not wanted now. */
  synchronized void forgetOthers() {
    List<String> others = others();
    if (!others.isEmpty()) {
      LOG.warn(
          "The edge had {} subscriptions of DataSetWriters that are gone, or whose WriterGroup has"
              + " other settings now. Those are left to their servers; values since the edge was"
              + " stopped do not come.",
          others.size());
    }
    others.forEach(
        key -> {
          String prefix = prefixOfKey(key);
          if (!told.contains(prefix)) {
            left.computeIfAbsent(
                prefix,
                one ->
                    gap(one, "The DataSetWriter was away for longer than a server keeps values."));
          }
          former.remove(key);
          store.put(key, new byte[0]);
        });
  }

  private synchronized boolean has(String prefix) {
    return former.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  private synchronized List<byte[]> take(String prefix) {
    List<String> keys = former.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    return new ArrayList<>(keys.stream().map(former::remove).toList());
  }

  /** Journal of one writer. */
  private final class WriterJournal implements SubscriptionJournal {

    private final String prefix;
    private final String writer;
    private final boolean repeatsValues;
    private final Outbox outbox;

    WriterJournal(String prefix, DataSetWriter writer, Outbox outbox) {
      this.prefix = prefix;
      this.writer = writer.name();
      this.repeatsValues =
          writer.keyFrameCount() > 0
              || writer.keepAliveAsKeyFrame()
              || writer.fields().stream().anyMatch(field -> field.heartbeat().isWanted());
      this.outbox = outbox;
    }

    @Override
    public boolean isResumed() {
      return has(prefix);
    }

    /** Key frames and heartbeats have values of fields that do not change any more. */
    @Override
    public boolean needsInitialValues() {
      return repeatsValues;
    }

    @Override
    public List<SavedSubscription> load() {
      List<SavedSubscription> all = new ArrayList<>();
      for (byte[] stored : take(prefix)) {
        try {
          SavedSubscription saved = JsonTrees.JSON.readValue(stored, SavedSubscription.class);
          all.add(saved.withLastSequenceNumber(outbox.progress(progressOf(writer, saved.name()))));
        } catch (IOException e) {
          LOG.error("A stored subscription of {} cannot be read and is made anew", writer, e);
        }
      }
      return all;
    }

    @Override
    public void save(SavedSubscription subscription) {
      try {
        store.put(prefix + subscription.name(), JsonTrees.JSON.writeValueAsBytes(subscription));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void remove(String name) {
      store.put(prefix + name, new byte[0]);
      outbox.forgetProgress(progressOf(writer, name));
    }
  }
}
