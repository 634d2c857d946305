package org.bactrian.cloud.telemetry.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.bactrian.cloud.telemetry.decode.DecodedMessage.ContentKind;
import org.bactrian.iothub.events.HubMessage;

/**
 * Decoder of what publishers send: JSON of every messaging mode, reversible or not, compressed or
 * not, and the binary forms of OPC Publisher 2.8. It keeps nothing between messages and is safe for
 * use by many threads.
 */
public final class TelemetryDecoder {

  /** Largest body, in bytes, that a compressed one may become. */
  static final int MAX_INFLATED_BYTES = 16 * 1024 * 1024;

  /**
   * Decodes a message.
   *
   * @throws TelemetryDecodingException when it names a schema of telemetry and its body is not of
   *     it
   */
  public DecodedMessage decode(HubMessage message) throws TelemetryDecodingException {
    Optional<TelemetrySchema> schema = TelemetrySchema.of(message);
    if (schema.isEmpty()) {
      return new DecodedMessage(
          message,
          TelemetrySchema.isNamed(message) ? ContentKind.OTHER_SCHEMA : ContentKind.NO_SCHEMA,
          List.of(),
          message.body().length);
    }
    byte[] body = inflated(message.body());
    BodyParts parts = new BodyParts();
    try {
      List<DecodedDataSet> dataSets =
          switch (schema.get()) {
            case SAMPLES_JSON -> JsonMessageReader.read(body, true, message, parts);
            case NETWORK_JSON -> JsonMessageReader.read(body, false, message, parts);
            case SAMPLES_BINARY -> BinaryMessageReader.samples(body, message, parts);
            case NETWORK_BINARY -> BinaryMessageReader.networkMessages(body, message, parts);
          };
      return new DecodedMessage(
          message, ContentKind.TELEMETRY, dataSets, Math.max(body.length, parts.bytes()));
    } catch (RuntimeException e) {
      // Whatever a body brings about, the messages behind it must not wait for ever.
      throw new TelemetryDecodingException("The body cannot be read: " + e.getMessage(), e);
    }
  }

  /** Compressed bodies are told by their first bytes, which no other form begins with. */
  private static byte[] inflated(byte[] body) throws TelemetryDecodingException {
    if (body.length < 2 || body[0] != (byte) 0x1f || body[1] != (byte) 0x8b) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] inflated = in.readNBytes(MAX_INFLATED_BYTES + 1);
      if (inflated.length > MAX_INFLATED_BYTES) {
        throw new TelemetryDecodingException(
            "The compressed body has more than " + MAX_INFLATED_BYTES + " bytes inside");
      }
      return inflated;
    } catch (IOException e) {
      throw new TelemetryDecodingException("The compressed body is damaged: " + e.getMessage(), e);
    }
  }
}
