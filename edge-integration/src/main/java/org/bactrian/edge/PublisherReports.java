package org.bactrian.edge;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.bactrian.edge.options.DiagnosticsTarget;
import org.bactrian.edge.options.EdgeOptions;
import org.bactrian.edge.options.TopicTemplates;
import org.bactrian.edge.publisher.message.CloudEvent;
import org.bactrian.edge.publisher.metrics.DiagnosticsBlock;
import org.bactrian.edge.publisher.metrics.DiagnosticsMessage;
import org.bactrian.edge.publisher.metrics.GroupFigures;
import org.bactrian.edge.publisher.metrics.ProcessLoad;
import org.bactrian.edge.topic.TopicFormatter;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reports of the publisher about itself in the forms of OPC Publisher 2.9: diagnostics as a block
 * on the console or as messages, and the announcement of a start.
 */
public final class PublisherReports {

  private static final Duration SLACK = Duration.ofSeconds(10);
  private static final String DIAGNOSTICS_SCHEMA =
      "application/x-writergroup-diagnostics-message-v2-json";
  private static final String STATE_SCHEMA = "application/x-runtimestate-message-v2-json";
  private static final String ROUTING = "runtimeinfo";
  private static final String RESTART = "RestartAnnouncement";
  private static final String DIAGNOSTICS_TOPIC = "DiagnosticsTopic";
  private static final String UNKNOWN_CONTEXT = "<<UnknownContext>>";

  private final Supplier<List<GroupFigures>> groups;
  private final EdgeOptions options;
  private final ModuleId identity;
  private final @Nullable PrintStream console;

  /**
   * Reports of an edge.
   *
   * @param groups figures when they are asked for
   * @param console where the block goes, null for nowhere
   */
  PublisherReports(
      Supplier<List<GroupFigures>> groups,
      EdgeOptions options,
      ModuleId identity,
      @Nullable PrintStream console) {
    this.groups = groups;
    this.options = options;
    this.identity = identity;
    this.console = console;
  }

  /** Message that a report is sent as. */
  public record Report(Map<String, Object> headers, byte[] body) {}

  /** Makes the report in the body of an exchange its message. */
  public void fill(@Body Report report, Exchange exchange) {
    exchange.getMessage().setBody(report.body());
    exchange.getMessage().setHeaders(new HashMap<>(report.headers()));
  }

  /** Prints the block, unless messages are asked for in its place. */
  public void print() {
    if (console != null && options.observability().target() == DiagnosticsTarget.LOGGER) {
      console.print(DiagnosticsBlock.of(groups.get(), version(), load(), Instant.now()));
      console.flush();
    }
  }

  /** Diagnostics of each WriterGroup, none unless they are asked for as messages. */
  public List<Report> diagnostics() {
    if (options.observability().target() != DiagnosticsTarget.EVENTS) {
      return List.of();
    }
    Instant now = Instant.now();
    return groups.get().stream()
        .map(group -> diagnostics(group, DiagnosticsMessage.of(group, version(), load(), now)))
        .toList();
  }

  private Report diagnostics(GroupFigures group, ObjectNode body) {
    String name = group.status().group().name();
    Map<String, Object> headers = headers(DIAGNOSTICS_SCHEMA, name);
    headers.put(TelemetryHeaders.TRANSPORT, group.status().group().transport());
    headers.put(TelemetryHeaders.WRITER_GROUP, name);
    headers.put(
        TelemetryHeaders.TOPIC,
        topics()
            .withTemplate(DIAGNOSTICS_TOPIC, options.observability().diagnosticsTopic())
            .withValue("WriterGroup", name)
            .withValue("DataSetWriterGroup", name)
            .withValue("WriterGroupId", group.status().group().id())
            .format(DIAGNOSTICS_TOPIC));
    headers.put(
        TelemetryHeaders.TIME_TO_LIVE, options.role().diagnosticsInterval().plus(SLACK).toMillis());
    return new Report(headers, bytes(body));
  }

  /** Announcement that the edge has started. */
  public Report restart() {
    ObjectNode body = JSON.createObjectNode();
    body.put("MessageType", RESTART);
    body.put("MessageVersion", 1);
    body.put("TimestampUtc", Instant.now().toString());
    body.put("Version", version());
    body.put("PublisherId", publisher());
    body.put("Site", orNull(options.messages().siteId()));
    body.put("DeviceId", orNull(identity.deviceId()));
    body.put("ModuleId", orNull(identity.moduleId()));
    body.put("SemVer", EdgeModuleBeans.version());
    Map<String, Object> headers = headers(STATE_SCHEMA, RESTART);
    headers.put(TelemetryHeaders.TRANSPORT, options.messages().transport());
    headers.put(TelemetryHeaders.WRITER_GROUP, ROUTING);
    headers.put(
        TelemetryHeaders.TOPIC,
        topics()
            .withValue("EventSource", ROUTING)
            .withValue("EventName", RESTART)
            .withValue(
                "EventContext",
                identity.deviceId().isEmpty() ? UNKNOWN_CONTEXT : identity.deviceId())
            .format(TopicTemplates.EVENTS));
    return new Report(headers, bytes(body));
  }

  private Map<String, Object> headers(String schema, String subject) {
    Map<String, Object> headers = new HashMap<>();
    headers.put(TelemetryHeaders.MESSAGE_ID, UUID.randomUUID().toString());
    headers.put(TelemetryHeaders.CONTENT_TYPE, "application/json");
    headers.put(TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    headers.put(TelemetryHeaders.RETAINED, "true");
    headers.put(TelemetryHeaders.PROPERTIES, properties(schema, subject));
    return headers;
  }

  private Map<String, String> properties(String schema, String subject) {
    return options.messages().format().cloudEvents()
        ? CloudEvent.of(schema, "urn:" + publisher(), subject)
            .attributes(UUID.randomUUID().toString().replace("-", ""))
        : Map.of("$$MessageSchema", schema, "$$RoutingInfo", ROUTING);
  }

  private TopicFormatter topics() {
    return options
        .transport()
        .topics()
        .formatter(publisher(), options.messages().siteId())
        .withValue("Encoding", "Json");
  }

  private String publisher() {
    String named = options.messages().publisherId();
    return named.isEmpty() ? identity.toString() : named;
  }

  private @Nullable ProcessLoad load() {
    return options.observability().resources() ? ProcessLoad.now() : null;
  }

  private static String version() {
    return EdgeModuleBeans.version() + " (Java " + Runtime.version().feature() + ")";
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static byte[] bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
