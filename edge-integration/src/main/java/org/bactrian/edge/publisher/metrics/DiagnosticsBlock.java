package org.bactrian.edge.publisher.metrics;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.bactrian.edge.publisher.stream.StreamCounter;
import org.bactrian.opcua.session.SessionStatistics;
import org.bactrian.opcua.subscription.PublishRequestCounts;
import org.jspecify.annotations.Nullable;

/** Block of lines with the figures of WriterGroups, in the form of OPC Publisher 2.9. */
public final class DiagnosticsBlock {

  private static final int KIB = 1024;
  private static final int SECONDS_OF_MINUTE = 60;

  private final StringBuilder text = new StringBuilder();
  private final String version;
  private final @Nullable ProcessLoad load;
  private final Instant now;

  private DiagnosticsBlock(String version, @Nullable ProcessLoad load, Instant now) {
    this.version = version;
    this.load = load;
    this.now = now;
  }

  /**
   * Returns the block, empty when there are no groups.
   *
   * @param version version of the edge and its runtime
   * @param load load of the process, null to leave it out
   * @param now time of the figures
   */
  public static String of(
      List<GroupFigures> groups, String version, @Nullable ProcessLoad load, Instant now) {
    DiagnosticsBlock block = new DiagnosticsBlock(version, load, now);
    groups.forEach(block::add);
    return block.text.toString();
  }

  private void add(GroupFigures group) {
    text.append(
        "%n  DIAGNOSTICS INFORMATION for          : %s (%s)%n"
            .formatted(
                group.status().group().name().isEmpty()
                    ? "<<UnknownWriterGroup>>"
                    : group.status().group().name(),
                group.status().group().id()));
    line("OPC Publisher Version (Runtime)", "Bactrian " + version);
    if (load != null) {
      double used = load.cpu() * load.processors();
      line(
          "Cpu (%limit/%req/%used)",
          "%14s | %s (%s)", percent(load.cpu()), percent(load.cpu()), percent(used));
      line(
          "Memory (%limit/%used/total used)",
          "%14s | %s (%s KB)",
          percent(load.memory()),
          percent(load.memory()),
          number(load.usedBytes() / KIB));
    }
    line("Ingest duration (dd:hh:mm:ss)/Time", "%14s | %s", duration(group.seconds()), now);
    line("Number of writers in group", "%14d", group.status().writers().size());
    line(
        "Good/Total number of items",
        "%14s | %s",
        number(group.goodNodes()),
        number(group.goodNodes() + group.badNodes()));
    line(
        "Bad/Late number of items",
        "%14s | %s",
        number(group.badNodes()),
        number(group.lateNodes()));
    line(
        "Heartbeats/Condition items active",
        "%14s | %s",
        number(group.heartbeatNodes()),
        number(group.conditionNodes()));
    connections(group);
    ingress(group);
    egress(group);
  }

  private void connections(GroupFigures group) {
    long all = group.sessions().size();
    long connected = group.connected();
    line(
        "Endpoints connected/disconnected",
        "%14d | %d (%s)",
        connected,
        all - connected,
        connected == 0 ? "Disconnected" : connected < all ? "Partially Connected" : "Connected");
    long reconnecting = group.reconnecting();
    line(
        "Connections created/retries",
        "%14d | %d%s",
        whole(group.sessions(SessionStatistics::connects)),
        whole(group.sessions(SessionStatistics::retries)),
        reconnecting > 0 ? " (" + reconnecting + " reconnecting)" : "");
    long signs = whole(group.requests(PublishRequestCounts::keepAlives));
    line("Connection keep alives / total", "%14d | %d", signs, signs);
    line(
        "Queued/Minimum request totals",
        "%14d | %d",
        whole(group.requests(PublishRequestCounts::outstanding)),
        whole(group.requests(PublishRequestCounts::needed)));
    line(
        "Good/Bad Publish request totals",
        "%14d | %d",
        whole(group.requests(PublishRequestCounts::answered)),
        whole(group.requests(PublishRequestCounts::failed)));
  }

  private void ingress(GroupFigures group) {
    rated(group, "Ingress value changes", StreamCounter.VALUES);
    rated(group, "Ingress sampled values", StreamCounter.SAMPLED_VALUES);
    rated(group, "Ingress events", StreamCounter.EVENTS);
    rated(group, "Server queue overflows", StreamCounter.OVERFLOWS);
    rated(group, "Received Data Change Notifications", StreamCounter.DATA_CHANGES);
    rated(group, "Received Event Notifications", StreamCounter.EVENT_NOTIFICATIONS);
    long keepAlives = group.count(StreamCounter.KEEP_ALIVES);
    line(
        "Received Keep Alive Notifications",
        "%14s%s",
        number(keepAlives),
        keepAlives > 0
            ? " (All time ~%s/min)"
                .formatted(rate(group.perSecond(StreamCounter.KEEP_ALIVES) * SECONDS_OF_MINUTE))
            : "");
    rated(group, "Received Cyclic read Notifications", StreamCounter.CYCLIC_READS);
    rated(group, "Generated Heartbeat Notifications", StreamCounter.HEARTBEATS);
    rated(group, "Generated Model Changes", StreamCounter.MODEL_CHANGES);
  }

  private void egress(GroupFigures group) {
    line(
        "Publish queue partitions/active",
        "%14s | %s",
        "1",
        group.inLastMinute(StreamCounter.MESSAGES) > 0 ? "1" : "0");
    line(
        "Notifications buffered/dropped",
        "%14s | %s",
        number(group.status().batched()),
        number(group.count(StreamCounter.GAPS)));
    line(
        "Encoder input buffer size",
        "%14s",
        number(whole(group.sessions(session -> session.subscriptions().waitingMessages()))));
    line(
        "Encoder Notif. processed/dropped",
        "%14s | %s",
        number(group.count(StreamCounter.ENCODED_NOTIFICATIONS)),
        number(group.count(StreamCounter.DROPPED)));
    line("Encoder Network Messages produced", "%14s", number(group.count(StreamCounter.MESSAGES)));
    line(
        "Encoder avg Notifications/Message",
        "%14s",
        number(Math.round(group.notificationsPerMessage())));
    line(
        "Encoder worst Message split ratio",
        "%14s",
        number(group.status().counters().mostOfMessage()));
    long chunks = Math.round(group.chunksPerMessage());
    line(
        "Encoder avg Message body size",
        "%14s%s",
        decimals(group.bytesPerMessage()),
        chunks > 0
            ? " (Avg Chunk (4 KB) usage %d; %s/day estimated)"
                .formatted(chunks, number(Math.round(group.chunksPerDay())))
            : "");
    line("Encoder output buffer size", "%14s", number(group.status().outbox()));
    line(
        "Egress Messages queued/dropped",
        "%14s | %s",
        number(group.status().outbox()),
        number(group.count(StreamCounter.UNDELIVERABLE)));
    line("Egress Message send failures", "%14s", number(group.count(StreamCounter.REFUSED)));
    long sent = group.count(StreamCounter.ACKNOWLEDGED);
    line(
        "Egress Messages successfully sent",
        "%14s%s",
        number(sent),
        sent > 0 ? " (%s/s)".formatted(rate(group.perSecond(StreamCounter.ACKNOWLEDGED))) : "");
  }

  private void rated(GroupFigures group, String label, StreamCounter counter) {
    long count = group.count(counter);
    line(
        label,
        "%14s%s",
        number(count),
        count > 0
            ? " (All time ~%s/s; %s in last 60s ~%s/s)"
                .formatted(
                    rate(group.perSecond(counter)),
                    number(group.inLastMinute(counter)),
                    rate(group.perSecondOfLastMinute(counter)))
            : "");
  }

  private void line(String label, String format, Object... values) {
    text.append("  %-37s: ".formatted("# " + label))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }

  private static String duration(double seconds) {
    Duration duration = Duration.ofSeconds((long) seconds);
    return "%02d:%02d:%02d:%02d"
        .formatted(
            duration.toDays(),
            duration.toHoursPart(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String rate(double rate) {
    return String.format(Locale.ROOT, "%,.2f", rate);
  }

  /** At most two decimals, without those that are zero and without separators. */
  private static String decimals(double number) {
    return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f %%", part * 100);
  }

  private static long whole(double number) {
    return Math.round(number);
  }
}
