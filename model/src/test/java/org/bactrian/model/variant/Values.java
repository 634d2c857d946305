package org.bactrian.model.variant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.encoding.DefaultEncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Writes values for the tests of this package. */
final class Values {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  /** A server with its own namespace and one more. */
  static final DefaultEncodingContext CONTEXT = new DefaultEncodingContext();

  static {
    CONTEXT.getNamespaceTable().add("urn:server");
    CONTEXT.getNamespaceTable().add("http://plant/");
  }

  private Values() {}

  static String json(ValueFormat format, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      new ValueWriter(out, format, CONTEXT).variant(new Variant(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static DateTime time(String text) {
    return new DateTime(Instant.parse(text));
  }
}
