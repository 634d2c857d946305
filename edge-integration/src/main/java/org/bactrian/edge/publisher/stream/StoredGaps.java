package org.bactrian.edge.publisher.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.edge.outbox.RecordStore;
import org.bactrian.model.json.JsonTrees;
import org.bactrian.opcua.subscription.GapCause;
import org.bactrian.opcua.subscription.NotificationGap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gaps of all DataSetWriters that were noticed and are not told yet, in the store of the outbox, so
 * that the next process tells those which this one does not come to. Thread-safe.
 */
final class StoredGaps {

  private static final Logger LOG = LoggerFactory.getLogger(StoredGaps.class);
  private static final String PREFIX = "gap/";

  private final RecordStore store;

  /** Gaps that a former process left, by key, until their writer takes them. */
  private final Map<String, byte[]> former = new HashMap<>();

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
                  former.put(key, value);
                }
              });
    }
  }

  /** A writer's name may hold anything. */
  private static String keyOf(String group, String writer, GapCause cause) {
    return PREFIX
        + group
        + "/"
        + URLEncoder.encode(writer, StandardCharsets.UTF_8)
        + "/"
        + cause.name();
  }

  /** Keeps a gap of a writer, in place of what was kept of its cause. */
  void save(String group, String writer, NotificationGap gap) {
    try {
      store.put(
          keyOf(group, writer, gap.cause()), JsonTrees.JSON.writeValueAsBytes(StoredGap.of(gap)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the gap of a cause, since its message is in the outbox. */
  void remove(String group, String writer, GapCause cause) {
    store.put(keyOf(group, writer, cause), new byte[0]);
  }

  /** Returns the gaps of some causes that a former process left; none the second time. */
  synchronized List<NotificationGap> take(String group, String writer, Set<GapCause> causes) {
    List<NotificationGap> gaps = new ArrayList<>();
    for (GapCause cause : causes) {
      byte[] stored = former.remove(keyOf(group, writer, cause));
      if (stored != null) {
        read(stored, writer, gaps);
      }
    }
    return gaps;
  }

  private static void read(byte[] stored, String writer, List<NotificationGap> gaps) {
    try {
      gaps.add(JsonTrees.JSON.readValue(stored, StoredGap.class).gap());
    } catch (IOException e) {
      LOG.error("A stored gap of {} cannot be read and is not told", writer, e);
    }
  }

  /** Forgets what a former process left of other groups. */
  synchronized void keepOnly(Set<String> groups) {
    List<String> others =
        former.keySet().stream()
            .filter(key -> groups.stream().noneMatch(id -> key.startsWith(PREFIX + id + "/")))
            .toList();
    others.forEach(
        key -> {
          former.remove(key);
          store.put(key, new byte[0]);
        });
  }
}
