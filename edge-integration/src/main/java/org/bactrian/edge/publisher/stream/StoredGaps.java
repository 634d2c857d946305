package org.bactrian.edge.publisher.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gaps of all DataSetWriters that were noticed and are not told yet, in the store of the outbox, so
 * that the next process tells those which this one does not come to. Each has a place of its own,
 * so that a stream that ends leaves alone what its successor has noticed. Thread-safe.
 */
final class StoredGaps {

  private static final Logger LOG = LoggerFactory.getLogger(StoredGaps.class);
  private static final String PREFIX = "gap/";

  private final RecordStore store;

  /** Gaps that a former process left, by writer and key, until their writer takes them. */
  private final Map<String, Map<String, byte[]>> former = new HashMap<>();

  private long lastNumber;

  /**
   * Gap as it is kept.
   *
   * @param since milliseconds since 1970; null where that is not known
   * @param until milliseconds since 1970
   */
  private record StoredGap(GapCause cause, String detail, @Nullable Long since, long until) {

    static StoredGap of(NotificationGap gap) {
      Instant since = gap.since();
      return new StoredGap(
          gap.cause(),
          gap.detail(),
          since == null ? null : since.toEpochMilli(),
          gap.until().toEpochMilli());
    }

    NotificationGap gap() {
      return new NotificationGap(
          cause,
          detail,
          since == null ? null : Instant.ofEpochMilli(since),
          Instant.ofEpochMilli(until));
    }
  }

  StoredGaps(RecordStore store) {
    this.store = store;
    if (store.isDurable()) {
      store
          .state()
          .forEach(
              (key, value) -> {
                if (key.startsWith(PREFIX)) {
                  former.computeIfAbsent(writerOf(key), w -> new HashMap<>()).put(key, value);
                  lastNumber = Math.max(lastNumber, numberOf(key));
                }
              });
    }
  }

  /** A writer's name may hold anything. */
  private static String keyOf(String group, String writer) {
    return PREFIX + group + "/" + URLEncoder.encode(writer, StandardCharsets.UTF_8);
  }

  /** The part of the key of a gap that names its writer. */
  private static String writerOf(String key) {
    return key.substring(0, Math.max(PREFIX.length(), key.lastIndexOf('/')));
  }

  /** The number of a gap, 0 where its key has the name of its cause in place of one. */
  private static long numberOf(String key) {
    try {
      return Long.parseLong(key.substring(key.lastIndexOf('/') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Keeps a gap of a writer until it is told. */
  synchronized UntoldGap save(String group, String writer, NotificationGap gap) {
    UntoldGap untold = new UntoldGap(List.of(keyOf(group, writer) + "/" + ++lastNumber), gap);
    save(untold);
    return untold;
  }

  /** Keeps a gap as it has become. */
  void save(UntoldGap untold) {
    try {
      store.put(untold.keys().get(0), JsonTrees.JSON.writeValueAsBytes(StoredGap.of(untold.gap())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets a gap, since its message is in the outbox. */
  void remove(UntoldGap untold) {
    untold.keys().forEach(this::remove);
  }

  private void remove(String key) {
    store.put(key, new byte[0]);
  }

  /**
   * Returns the gaps of some causes that a former process left, those of one cause as one; none the
   * second time.
   */
  synchronized List<UntoldGap> take(String group, String writer, Set<GapCause> causes) {
    Map<String, byte[]> stored = former.getOrDefault(keyOf(group, writer), Map.of());
    Map<GapCause, UntoldGap> taken = new EnumMap<>(GapCause.class);
    List<Map.Entry<String, byte[]>> inOrder =
        stored.entrySet().stream()
            .sorted(Comparator.comparingLong(entry -> numberOf(entry.getKey())))
            .toList();
    for (Map.Entry<String, byte[]> entry : inOrder) {
      String key = entry.getKey();
      NotificationGap gap = read(entry.getValue(), writer);
      if (gap == null) {
        stored.remove(key);
        remove(key);
      } else if (causes.contains(gap.cause())) {
        stored.remove(key);
        taken.merge(gap.cause(), new UntoldGap(List.of(key), gap), UntoldGap::joinedWith);
      }
    }
    return List.copyOf(taken.values());
  }

  private static @Nullable NotificationGap read(byte[] stored, String writer) {
    try {
      return JsonTrees.JSON.readValue(stored, StoredGap.class).gap();
    } catch (IOException e) {
      LOG.error("A stored gap of {} cannot be read and is not told", writer, e);
      return null;
    }
  }

  /** Forgets what a former process left of writers that these groups do not have. */
  synchronized void keepOnly(Collection<WriterGroup> groups) {
    if (former.isEmpty()) {
      return;
    }
    Set<String> wanted =
        groups.stream()
            .flatMap(
                group -> group.writers().stream().map(writer -> keyOf(group.id(), writer.name())))
            .collect(Collectors.toSet());
    Map<String, Map<String, byte[]>> others = new HashMap<>(former);
    others.keySet().removeAll(wanted);
    former.keySet().retainAll(wanted);
    others.forEach(this::forget);
  }

  private void forget(String writer, Map<String, byte[]> gaps) {
    if (!gaps.isEmpty()) {
      LOG.warn(
          "DataSetWriter {} is gone, and {} gaps of it that a former process noticed are not told.",
          URLDecoder.decode(writer.substring(writer.lastIndexOf('/') + 1), StandardCharsets.UTF_8),
          gaps.size());
    }
    gaps.keySet().forEach(this::remove);
  }
}
