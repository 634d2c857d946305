package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bactrian.model.registry.RegistryJson;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Writes and parses values for the tests of this package. */
final class Values {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /** As requests are read. */
  private static final ObjectMapper TREES = RegistryJson.mapper();

  /** A server with its own namespace and one more. */
  static final DefaultEncodingContext CONTEXT = new DefaultEncodingContext();

  static {
    CONTEXT.getNamespaceTable().add("urn:server");
    CONTEXT.getNamespaceTable().add("http://plant/");
  }

  private Values() {}

  static String json(ValueFormat format, Object value) {
    return json(format, value, CONTEXT);
  }

  static String json(ValueFormat format, Object value, EncodingContext context) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      new ValueWriter(out, format, context).variant(new Variant(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Value in the answer of an operation. */
  record Body(String json, OpcUaDataType type) {}

  static Body body(ValueFormat format, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OpcUaDataType type;
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      type = new ValueWriter(out, format, CONTEXT).body(new Variant(value)).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Body(bytes.toString(StandardCharsets.UTF_8), type);
  }

  static JsonNode tree(String json) {
    try {
      return TREES.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static DateTime time(String text) {
    return new DateTime(Instant.parse(text));
  }
}
