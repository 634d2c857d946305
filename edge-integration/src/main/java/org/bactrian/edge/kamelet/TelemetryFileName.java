package org.bactrian.edge.kamelet;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.bactrian.model.telemetry.TelemetryHeaders;

/** Names of files that telemetry goes to: group and day, or group and message. */
public final class TelemetryFileName {

  private static final String PER_MESSAGE = "message";

  private TelemetryFileName() {}

  /**
   * Returns the name of the file for a message, in UTC and without characters that mean something
   * to a file system.
   *
   * @param per {@code message} for a file of its own, else one a day
   * @param extension what the name ends in, without the dot
   */
  public static String of(Exchange exchange, String per, String extension) {
    Message message = exchange.getMessage();
    String group = message.getHeader(TelemetryHeaders.WRITER_GROUP, "telemetry", String.class);
    String part =
        per.equals(PER_MESSAGE)
            ? message.getHeader(TelemetryHeaders.MESSAGE_ID, exchange.getExchangeId(), String.class)
            : LocalDate.now(Clock.system(ZoneOffset.UTC)).toString();
    return plain(group) + "-" + plain(part) + "." + extension;
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.startsWith(".") ? "_" + plain : plain;
  }
}
