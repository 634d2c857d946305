package org.bactrian.model.method;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Payload of a method's answer as JSON in UTF-8, made of the body that a route left. */
public final class JsonPayload {

  private static final byte[] NOTHING = new byte[0];

  private JsonPayload() {}

  /**
   * Bytes of a body. Bytes, texts and streams are JSON already and are sent as they are; everything
   * else becomes JSON.
   *
   * @param body the body; null for nothing
   * @return one value of JSON, or nothing
   * @throws IOException when a body that should be JSON is not, or has more than one value
   */
  public static byte[] of(@Nullable Object body, ObjectMapper json) throws IOException {
    if (body == null) {
      return NOTHING;
    }
    if (body instanceof byte[] bytes) {
      return checked(bytes, json);
    }
    if (body instanceof String text) {
      return checked(text.getBytes(StandardCharsets.UTF_8), json);
    }
    if (body instanceof InputStream stream) {
      return checked(stream.readAllBytes(), json);
    }
    return json.writeValueAsBytes(body);
  }

  /** Passes JSON as it is; anything else would break the caller's reading. */
  private static byte[] checked(byte[] bytes, ObjectMapper json) throws IOException {
    try (JsonParser parser = json.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return NOTHING;
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return bytes;
    }
  }
}
