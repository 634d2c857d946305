package org.bactrian.cloud.telemetry.sink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.bactrian.cloud.telemetry.decode.DecodedMessage;
import org.bactrian.iothub.events.IotHubEventsConstants;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;

/**
 * Step of the kamelet {@code file-values-sink}: appends values as lines of JSON to a file of the
 * day and partition. Thread-safe.
 */
public final class ValueFiles {

  /** Property of the exchange with the folder of the files. */
  public static final String FOLDER = "BactrianValuesFolder";

  /**
   * Appends the values, all or none.
   *
   * @throws IOException when they cannot be written; nothing is left behind then
   */
  public void append(@Body List<DecodedMessage> messages, Exchange exchange) throws IOException {
    byte[] lines = lines(messages);
    if (lines.length == 0) {
      return;
    }
    Path folder = Path.of(exchange.getProperty(FOLDER, String.class));
    Files.createDirectories(folder);
    String partition =
        exchange.getIn().getHeader(IotHubEventsConstants.PARTITION, "0", String.class);
    String name =
        "values-%s-%s.jsonl"
            .formatted(LocalDate.now(ZoneOffset.UTC), partition.replaceAll("\\W", "_"));
    append(folder.resolve(name), lines);
  }

  private static byte[] lines(List<DecodedMessage> messages) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (DecodedMessage message : messages) {
      for (MonitoredItemMessage value : message.values()) {
        lines.writeBytes(RegistryJson.bytes(value));
        lines.write('\n');
      }
    }
    return lines.toByteArray();
  }

  private static void append(Path file, byte[] lines) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long end = channel.size();
      ByteBuffer left = ByteBuffer.wrap(lines);
      try {
        channel.position(end);
        while (left.hasRemaining()) {
          channel.write(left);
        }
      } catch (IOException e) {
        channel.truncate(end);
        throw e;
      }
    }
  }
}
