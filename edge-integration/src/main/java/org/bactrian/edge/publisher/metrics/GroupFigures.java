package org.bactrian.edge.publisher.metrics;

import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.bactrian.edge.publisher.group.ConditionSnapshots;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.group.TelemetryTransport;
import org.bactrian.edge.publisher.stream.GroupStatus;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.edge.publisher.stream.WriterStatus;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.subscription.PublishRequestCounts;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a WriterGroup at one moment.
 *
 * @param status where it stands
 * @param sessions sessions with its servers
 * @param lastMinute what it did in the last minute
 * @param seconds time since it started
 */
public record GroupFigures(
    GroupStatus status, List<SessionStatistics> sessions, LastMinute lastMinute, double seconds) {

  private static final double CHUNK_BYTES = 4096;
  private static final int SECONDS_OF_DAY = 86_400;

  public GroupFigures {
    sessions = List.copyOf(sessions);
  }

  /** The same of its writers of one server only; what it counts is still that of the group. */
  GroupFigures of(String endpointUrl) {
    return of(writer -> writer.endpointUrl().equals(endpointUrl));
  }

  /** The same of its writers whose sessions have this address and security. */
  GroupFigures of(ServerKey server) {
    return of(writer -> ServerKey.of(writer.connection()).equals(server));
  }

  private GroupFigures of(Predicate<WriterStatus> some) {
    List<WriterStatus> writers = status.writers().stream().filter(some).toList();
    Set<ConnectionSettings> servers =
        writers.stream().map(WriterStatus::connection).collect(toSet());
    return new GroupFigures(
        status.withWriters(writers),
        sessions.stream().filter(one -> servers.contains(one.settings())).toList(),
        lastMinute,
        seconds);
  }

  /** Status of a writer, if there is one of that name. */
  @Nullable WriterStatus writer(String name) {
    return status.writers().stream()
        .filter(writer -> writer.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Count since the start. */
  public long count(StreamCounter counter) {
    return status.counters().count(counter);
  }

  /** The same for each second since the start. */
  public double perSecond(StreamCounter counter) {
    return count(counter) / seconds;
  }

  /** Count in the last minute. */
  public long inLastMinute(StreamCounter counter) {
    return lastMinute.count(counter);
  }

  /** The same for each second of that minute. */
  public double perSecondOfLastMinute(StreamCounter counter) {
    return inLastMinute(counter) / Math.min(60, seconds);
  }

  /** The sum over its writers. */
  public long writers(ToLongFunction<WriterStatus> figure) {
    return status.writers().stream().mapToLong(figure).sum();
  }

  /** The sum over the sessions with its servers. */
  public double sessions(ToDoubleFunction<SessionStatistics> figure) {
    return sessions.stream().mapToDouble(figure).sum();
  }

  /** The sum over the publish requests that wait at its servers. */
  public double requests(ToDoubleFunction<PublishRequestCounts> figure) {
    return sessions(session -> figure.applyAsDouble(session.subscriptions().publishing()));
  }

  /** Nodes that its servers monitor. */
  public long goodNodes() {
    return writers(writer -> isConnected(writer.state()) ? writer.items() - writer.badItems() : 0);
  }

  /** Nodes that they do not monitor. */
  public long badNodes() {
    return writers(WriterStatus::items) - goodNodes();
  }

  /** Sessions that are active. */
  public long connected() {
    return sessions.stream().filter(session -> isConnected(session.state())).count();
  }

  /** Sessions that were active and are being made again. */
  public long reconnecting() {
    return sessions.stream()
        .filter(session -> session.connects() > 0 && !isConnected(session.state()))
        .count();
  }

  /** Nodes that a watchdog found late. */
  public long lateNodes() {
    return writers(WriterStatus::lateItems);
  }

  /** Nodes with heartbeats. */
  public long heartbeatNodes() {
    return fields(field -> field.heartbeat().isWanted());
  }

  /** Nodes with snapshots of conditions. */
  public long conditionNodes() {
    return fields(field -> !field.snapshots().equals(ConditionSnapshots.NONE));
  }

  private long fields(Predicate<PublishedField> predicate) {
    Set<String> names = status.writers().stream().map(WriterStatus::name).collect(toSet());
    return status.group().writers().stream()
        .filter(writer -> names.contains(writer.name()))
        .flatMap(writer -> writer.fields().stream())
        .filter(predicate)
        .count();
  }

  /** Returns whether it sends to IoT Hub. */
  public boolean toIotHub() {
    return status.group().transport().equals(TelemetryTransport.IOT_HUB.kamelet());
  }

  /** Mean number of DataSetMessages in a NetworkMessage. */
  public double notificationsPerMessage() {
    return mean(StreamCounter.ENCODED_NOTIFICATIONS);
  }

  /** Mean size of a NetworkMessage in bytes. */
  public double bytesPerMessage() {
    return mean(StreamCounter.ENCODED_BYTES);
  }

  /** Mean number of the 4 KiB blocks by which IoT Hub charges in a NetworkMessage. */
  public double chunksPerMessage() {
    return bytesPerMessage() / CHUNK_BYTES;
  }

  /** Blocks of IoT Hub in a day, as many as in the time until now. */
  public double chunksPerDay() {
    return Math.ceil(chunksPerMessage()) * perSecond(StreamCounter.ACKNOWLEDGED) * SECONDS_OF_DAY;
  }

  private double mean(StreamCounter sum) {
    long messages = count(StreamCounter.MESSAGES);
    return messages == 0 ? 0 : (double) count(sum) / messages;
  }

  static boolean isConnected(SessionState state) {
    return state instanceof SessionState.Connected;
  }
}
