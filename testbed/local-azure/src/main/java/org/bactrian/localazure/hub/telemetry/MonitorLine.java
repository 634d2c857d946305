package org.bactrian.localazure.hub.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.bactrian.model.json.DecimalJsonFactory;

/**
 * Writes a message as one line of JSON in the shape that {@code az iot hub monitor-events
 * --properties all} prints.
 */
public final class MonitorLine {

  // Numbers are shown as they were sent, not as a double prints them.
  private static final JsonMapper JSON =
      JsonMapper.builder(new DecimalJsonFactory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private MonitorLine() {}

  /**
   * The line, without a line end. A payload is JSON when its content type says so and its content
   * encoding is UTF-8, else a string when it is valid UTF-8, else base64.
   */
  public static String of(DeviceMessage message) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.getFactory().createGenerator(line)) {
      json.writeStartObject();
      json.writeObjectFieldStart("event");
      json.writeStringField("origin", message.sender().deviceId());
      json.writeStringField("module", message.sender().moduleName());
      json.writeStringField("interface", message.system().getOrDefault("iothub-interface-id", ""));
      json.writeStringField("component", message.system().getOrDefault("dt-subject", ""));
      json.writeObjectFieldStart("properties");
      json.writeObjectFieldStart("system");
      for (Map.Entry<String, String> property : message.system().entrySet()) {
        json.writeStringField(property.getKey().replace('-', '_'), property.getValue());
      }
      json.writeEndObject();
      json.writeObjectField("application", message.application());
      json.writeEndObject();
      writeAnnotations(message, json);
      writePayload(message, json);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void writeAnnotations(DeviceMessage message, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("annotations");
    json.writeStringField("iothub-connection-device-id", message.sender().deviceId());
    if (message.sender().isModule()) {
      json.writeStringField("iothub-connection-module-id", message.sender().moduleName());
    }
    json.writeStringField("iothub-connection-auth-generation-id", message.generationId());
    json.writeNumberField("iothub-enqueuedtime", message.enqueued().toEpochMilli());
    json.writeStringField("iothub-message-source", "Telemetry");
    json.writeNumberField("x-opt-sequence-number", message.sequenceNumber());
    json.writeEndObject();
  }

  private static void writePayload(DeviceMessage message, JsonGenerator json) throws IOException {
    json.writeFieldName("payload");
    String type = message.system().getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    String encoding =
        message.system().getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT);
    if (message.body().length > 0 && type.contains("json") && encoding.equals("utf-8")) {
      try {
        JsonNode payload = JSON.readTree(message.body());
        json.writeTree(payload);
        return;
      } catch (JsonProcessingException e) {
        // Says JSON and is not: shown as text like any other payload.
      }
    }
    json.writeString(textOrBase64(message.body()));
  }

  private static String textOrBase64(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      return Base64.getEncoder().encodeToString(body);
    }
  }
}
