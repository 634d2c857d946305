package org.bactrian.cloud.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.bactrian.iothub.events.HubMessage;

/** Messages as the hub has them. */
public final class HubMessages {

  public static final String NETWORK = "application/x-network-message-json-v1";
  public static final String SAMPLES = "application/x-monitored-item-json-v1";

  private HubMessages() {}

  public static HubMessage of(String schema, String body) {
    return of(Map.of("$$MessageSchema", schema), body.getBytes(StandardCharsets.UTF_8));
  }

  public static HubMessage of(Map<String, Object> application, byte[] body) {
    return new HubMessage(
        "plant-edge",
        "bactrian",
        Instant.parse("2026-01-02T03:04:06Z"),
        "1",
        7,
        Map.of("message-id", "m-1"),
        application,
        body);
  }

  /** A message of version 2.8 whose body is binary. */
  public static HubMessage binary(String schema, ByteBuffer body) {
    byte[] bytes = new byte[body.flip().remaining()];
    body.get(bytes);
    return of(Map.of("$$ContentType", schema), bytes);
  }

  /** A network message whose body is compressed. */
  public static HubMessage compressed(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(body);
    }
    return of(Map.of("$$MessageSchema", NETWORK), compressed.toByteArray());
  }
}
