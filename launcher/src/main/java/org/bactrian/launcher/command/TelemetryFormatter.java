package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.message.GapMessage;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.model.telemetry.TelemetryDataSet;
import org.bactrian.model.telemetry.TelemetryField;
import org.bactrian.model.telemetry.TelemetryFormatException;
import org.bactrian.model.telemetry.TelemetryMessage;

/**
 * Formats a telemetry message as one short line: WriterGroup, DataSetWriters and some of the
 * fields.
 */
final class TelemetryFormatter {

  private static final int MAX_FIELDS = 4;
  private static final int MAX_VALUE_LENGTH = 24;

  /** Values larger than this, or with more than three decimals, are written shorter. */
  private static final double MAX_PLAIN = 1e9;

  private TelemetryFormatter() {}

  /**
   * The line, without a line end and without what steers a terminal. A field that several
   * DataSetMessages have is the newest; a body that is no telemetry is told by sender and size.
   */
  static String of(DeviceMessage message) {
    try {
      return of(TelemetryMessage.read(message.body()), message);
    } catch (TelemetryFormatException e) {
      return unreadable(message);
    }
  }

  private static String of(TelemetryMessage telemetry, DeviceMessage message) {
    if (GapMessage.MESSAGE_TYPE.equals(telemetry.json().path("MessageType").asText())) {
      return gap(telemetry.json());
    }
    if (telemetry.json().path("MetaData").path("Fields").isArray()) {
      return description(telemetry.json());
    }
    List<TelemetryDataSet> messages = telemetry.messages();
    Map<String, TelemetryField> fields = new LinkedHashMap<>();
    messages.forEach(dataSet -> fields.putAll(dataSet.fields()));
    if (fields.isEmpty()) {
      return unreadable(message);
    }
    String writers =
        messages.stream()
            .map(TelemetryDataSet::writer)
            .filter(writer -> !writer.isEmpty())
            .distinct()
            .collect(Collectors.joining(", "));
    String values =
        fields.values().stream()
            .limit(MAX_FIELDS)
            .map(field -> field.name() + "=" + value(field))
            .collect(Collectors.joining("  "));
    int more = fields.size() - MAX_FIELDS;
    String line =
        "%-10s %-18s %s%s"
            .formatted(
                telemetry.writerGroup(),
                writers,
                values,
                more > 0 ? "  and " + more + " more" : "");
    return printable(line.stripLeading());
  }

  private static String gap(JsonNode gap) {
    return printable(
        "%-10s %-18s values may be missing from %s to %s (%s)"
            .formatted(
                gap.path("DataSetWriterGroup").asText(),
                gap.path("DataSetWriterName").asText(),
                gap.path("Since").asText("?"),
                gap.path("Until").asText("?"),
                gap.path("Cause").asText("?")));
  }

  private static String description(JsonNode metaData) {
    List<String> names = new ArrayList<>();
    metaData
        .path("MetaData")
        .path("Fields")
        .forEach(field -> names.add(field.path("Name").asText()));
    int more = names.size() - MAX_FIELDS;
    return printable(
        "%-10s %-18s describes its fields: %s%s"
            .formatted(
                metaData.path("DataSetWriterGroup").asText(),
                metaData.path("DataSetWriterName").asText(),
                names.stream().limit(MAX_FIELDS).collect(Collectors.joining(", ")),
                more > 0 ? " and " + more + " more" : "")
            .stripLeading());
  }

  private static String value(TelemetryField field) {
    if (field.isNull()) {
      return field.isGood() ? "null" : field.status();
    }
    double number = field.number();
    if (Double.isFinite(number) && Math.abs(number) < MAX_PLAIN && number != Math.rint(number)) {
      return Double.toString(Math.round(number * 1000) / 1000.0);
    }
    String text = field.text();
    return text.length() > MAX_VALUE_LENGTH ? text.substring(0, MAX_VALUE_LENGTH) + "…" : text;
  }

  private static String unreadable(DeviceMessage message) {
    return printable(
        "%-10s %d bytes of %s"
            .formatted(
                message.sender(),
                message.body().length,
                message.system().getOrDefault("content-type", "no content type")));
  }

  private static String printable(String line) {
    return line.replaceAll("\\p{Cntrl}", "?");
  }
}
