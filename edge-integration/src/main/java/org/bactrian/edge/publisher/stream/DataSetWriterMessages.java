package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessageTimestamp;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetDescription;
import org.bactrian.edge.publisher.message.DataSetMessage;
import org.bactrian.edge.publisher.message.DataSetSource;
import org.bactrian.opcua.subscription.EventNotification;
import org.bactrian.opcua.subscription.MonitoredItem;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * DataSetMessages of one DataSetWriter on their way to the batch of its group: of what the server
 * reports, and of what is due by time. Used on the group's thread only.
 */
final class DataSetWriterMessages {

  private final DataSetStream values;
  private final EventDataSetStream events;
  private final DataSetWriterStream.Batch batch;
  private final StreamCounters counters;
  private final MessageTimestamp timestamp;
  private final LateNodeWatch watchdog;
  private final DisplayNames displayNames = new DisplayNames();
  private BrowsePathTopics topics = new BrowsePathTopics();
  private DataSetWriter writer;

  /** The server as it was when it was connected to. */
  private DataSetSource source;

  /** Null until it is known. */
  private @Nullable DataSetDescription description;

  /** The writer whose description was sent last. */
  private @Nullable DataSetWriter described;

  private long nextDescriptionNanos = Long.MAX_VALUE;

  /**
   * @param group name of the group
   * @param refused items that are not monitored
   * @param reaction reactions to late nodes
   */
  DataSetWriterMessages(
      String group,
      DataSetWriter writer,
      DataSetSource source,
      MessageFormat format,
      DataSetWriterStream.Batch batch,
      StreamCounters counters,
      RefusedItems refused,
      LateNodeWatch.Reaction reaction) {
    this.writer = writer;
    this.source = source;
    this.batch = batch;
    this.timestamp = format.timestamp();
    this.counters = counters;
    MessageNumbers numbers = batch.numbersOf(writer.name());
    this.values = new DataSetStream(writer, numbers);
    this.events = new EventDataSetStream(writer, format.namespaceFormat(), numbers);
    this.watchdog = new LateNodeWatch(group, writer, values, refused, reaction);
  }

  /** Returns the part that has the values. */
  DataSetStream values() {
    return values;
  }

  /** Returns the watchdog of its nodes. */
  LateNodeWatch watchdog() {
    return watchdog;
  }

  /** Goes on where a former process ended. */
  void resume() {
    values.resume();
  }

  /** Begins anew: values and conditions reported before may be out of date. */
  void restart() {
    values.restart();
    events.restart();
  }

  /** Goes on with another shape of the same writer. */
  void change(DataSetWriter next) {
    if (next.routing() != writer.routing()) {
      topics = new BrowsePathTopics();
    }
    writer = next;
    changeNamed();
  }

  /** Returns the fields whose display names are to be read. */
  List<PublishedField> unnamed() {
    return displayNames.unnamed(writer);
  }

  void rename(Map<String, String> names) {
    displayNames.add(names);
    changeNamed();
  }

  /** Returns the fields whose browse paths are to be read, once. */
  List<PublishedField> takeUnrouted() {
    return topics.takeUnrouted(writer);
  }

  /** Takes subtopics that were read, unless the routing has become another one meanwhile. */
  void route(DataSetRouting routing, List<PublishedField> asked, Map<String, String> subtopics) {
    if (routing == writer.routing()) {
      topics.add(asked, subtopics);
      if (!subtopics.isEmpty()) {
        changeNamed();
      }
    }
  }

  void routingFailed(List<PublishedField> asked) {
    topics.failed(asked);
  }

  private void changeNamed() {
    DataSetWriter named = topics.in(displayNames.in(writer));
    values.change(named);
    events.change(named);
    watchdog.change(named);
    if (description != null) {
      describe(description);
    }
  }

  /** Takes the description of the fields, which is sent unless it was sent as it is. */
  void describe(DataSetDescription read) {
    DataSetWriter named = displayNames.in(writer);
    if (!writer.metaData().needsDescription()) {
      description = null;
      nextDescriptionNanos = Long.MAX_VALUE;
    } else if (!read.equals(description) || !named.equals(described)) {
      description = read;
      sendDescription(named, read, System.nanoTime());
    }
  }

  private void sendDescription(DataSetWriter named, DataSetDescription known, long nowNanos) {
    described = named;
    long interval = writer.metaData().interval().toNanos();
    nextDescriptionNanos = interval == 0 ? Long.MAX_VALUE : nowNanos + interval;
    batch.describe(named, source, known);
  }

  /** Returns the server as it was when it was connected to. */
  DataSetSource source() {
    return source;
  }

  void connected(DataSetSource server) {
    source = server;
    watchdog.restart();
  }

  /** Adds what a server has reported, which says when it did unless that is before 1970. */
  void addValues(Instant publishTime, List<MonitoredItem> items, List<DataValue> reported) {
    if (timestamp == MessageTimestamp.PUBLISHED && publishTime.isAfter(Instant.EPOCH)) {
      values.onDataChanges(source, publishTime, items, reported).forEach(batch::add);
    } else {
      addValues(items, reported);
    }
  }

  void addValues(List<MonitoredItem> items, List<DataValue> reported) {
    values.onDataChanges(source, items, reported).forEach(batch::add);
  }

  void addEvents(Instant publishTime, List<EventNotification> notifications) {
    if (writer.supervision().watchdog().isOn()) {
      notifications.forEach(event -> values.receivedEvents(event.item().key()));
    }
    events.onEvents(source, publishTime, notifications).forEach(batch::add);
  }

  void addKeepAlive() {
    if (writer.sendKeepAlive()) {
      batch.add(values.keepAlive(source));
    }
  }

  /** Adds a key frame of the last values, if any has come. */
  void addKeyFrame(Map<String, StatusCode> refused) {
    values.keyFrame(source, refused).ifPresent(batch::add);
  }

  /** Takes the server's answer to an item. */
  void answered(String key, StatusCode status) {
    values.answered(key, status);
  }

  /**
   * Time of {@link System#nanoTime} at which conditions, heartbeats or the description are to be
   * sent, or late nodes to be looked for; {@link Long#MAX_VALUE} for never. Conditions and late
   * nodes are not while the server cannot be heard, since what it has is not known then.
   */
  long nextNanos(boolean connected) {
    long byTime = earlier(values.nextHeartbeatNanos(), nextDescriptionNanos);
    return connected
        ? earlier(watchdog.nextNanos(), earlier(events.nextSnapshotNanos(), byTime))
        : byTime;
  }

  /** Sends the conditions, heartbeats and description that are due. */
  void sendWhatIsDue(boolean connected, long nowNanos) {
    if (connected) {
      List<DataSetMessage> conditions = events.takeSnapshots(nowNanos);
      counters.add(StreamCounter.CONDITIONS, conditions.size());
      conditions.forEach(batch::add);
      watchdog.check(nowNanos);
    }
    values.takeHeartbeats(source, connected, nowNanos, counters::heartbeat).forEach(batch::add);
    if (description != null
        && nextDescriptionNanos != Long.MAX_VALUE
        && nextDescriptionNanos - nowNanos <= 0) {
      sendDescription(displayNames.in(writer), description, nowNanos);
    }
  }

  /** Returns the earlier of two times of {@link System#nanoTime}. */
  static long earlier(long one, long other) {
    if (one == Long.MAX_VALUE || other == Long.MAX_VALUE) {
      return Math.min(one, other);
    }
    return other - one < 0 ? other : one;
  }
}
