package org.bactrian.model.method;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.bactrian.model.time.TimeSpanText;

/**
 * One part as JSON carries it, in either direction. What a part does not say is empty, zero, or
 * negative where zero means something.
 *
 * @param handle names the call from the first answer to the last but one
 * @param method name of the real method, in the first request
 * @param contentType media type of the whole, in the first request
 * @param length compressed bytes of the whole, in the first part of each direction; else negative
 * @param payload compressed bytes
 * @param status what the method came to, in the first answer unless it is 200
 * @param timeout how long the caller waits, in the first request
 * @param acceptedSize compressed bytes that the caller takes in a part, in the first request
 */
record Chunk(
    String handle,
    String method,
    String contentType,
    int length,
    byte[] payload,
    int status,
    Duration timeout,
    int acceptedSize) {

  private static final JsonFactory FACTORY = JSON.getFactory();
  private static final int NO_LENGTH = -1;
  private static final byte[] NOTHING = new byte[0];

  /** Chunk that opens a call. */
  static Chunk first(
      MethodRequest request, int length, byte[] payload, Duration timeout, int acceptedSize) {
    return new Chunk(
        "",
        request.method(),
        request.contentType(),
        length,
        payload,
        MethodResult.OK,
        timeout,
        acceptedSize);
  }

  /** Chunk that continues a call; without payload it asks for the next part of the answer. */
  static Chunk next(String handle, byte[] payload) {
    return new Chunk(handle, "", "", NO_LENGTH, payload, MethodResult.OK, Duration.ZERO, 0);
  }

  /** Tells that more of the request is expected. */
  static Chunk received(String handle) {
    return next(handle, NOTHING);
  }

  /** The first part of an answer; the handle is empty when it is the last, too. */
  static Chunk answer(String handle, int status, int length, byte[] payload) {
    return new Chunk(handle, "", "", length, payload, status, Duration.ZERO, 0);
  }

  boolean hasLength() {
    return length >= 0;
  }

  byte[] toJson() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length * 3 / 2 + 256);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      write(json, "handle", handle);
      write(json, "method", method);
      write(json, "contentType", contentType);
      if (hasLength()) {
        json.writeNumberField("length", length);
      }
      if (payload.length > 0) {
        json.writeBinaryField("payload", payload);
      }
      if (status != MethodResult.OK) {
        json.writeNumberField("status", status);
      }
      if (!timeout.isZero()) {
        json.writeStringField("timeout", TimeSpanText.format(timeout));
      }
      if (acceptedSize > 0) {
        json.writeNumberField("acceptedSize", acceptedSize);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  /**
   * Reads a part; names match without case, unknown ones are passed over.
   *
   * @throws IOException when it is no part, with the member that is wrong
   */
  static Chunk read(byte[] json) throws IOException {
    JsonNode object = JSON.readTree(json);
    if (!object.isObject()) {
      throw new IOException("it is no JSON object");
    }
    return new Chunk(
        text(object, "handle"),
        text(object, "method"),
        text(object, "contentType"),
        number(object, "length", NO_LENGTH),
        bytes(object),
        number(object, "status", MethodResult.OK),
        duration(object),
        number(object, "acceptedSize", 0));
  }

  private static JsonNode member(JsonNode object, String name) {
    JsonNode exact = object.path(name);
    if (!exact.isMissingNode()) {
      return exact;
    }
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return exact;
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = member(object, name);
    return value.isNull() ? "" : value.asText("");
  }

  private static int number(JsonNode object, String name, int absent) throws IOException {
    JsonNode value = member(object, name);
    if (value.isMissingNode() || value.isNull()) {
      return absent;
    }
    if (!value.canConvertToInt() || value.asInt() < 0) {
      throw new IOException(name + " is not a number from 0 to " + Integer.MAX_VALUE);
    }
    return value.asInt();
  }

  private static byte[] bytes(JsonNode object) throws IOException {
    JsonNode value = member(object, "payload");
    if (value.isMissingNode() || value.isNull()) {
      return NOTHING;
    }
    if (!value.isTextual()) {
      throw new IOException("payload is not base64");
    }
    try {
      return value.binaryValue();
    } catch (IOException e) {
      throw new IOException("payload is not base64", e);
    }
  }

  private static Duration duration(JsonNode object) throws IOException {
    String text = text(object, "timeout");
    return text.isEmpty()
        ? Duration.ZERO
        : TimeSpanText.parse(text)
            .orElseThrow(() -> new IOException("timeout " + text + " is not hh:mm:ss"));
  }
}
