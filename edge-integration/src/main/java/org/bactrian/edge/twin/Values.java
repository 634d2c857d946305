package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.bactrian.model.node.NamespaceFormat;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.variant.ValueFormat;
import org.bactrian.model.variant.ValueWriter;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Values of one server as JSON. */
final class Values {

  private final OpcUaClient client;
  private final NamespaceFormat format;

  Values(OpcUaClient client, NamespaceFormat format) {
    this.client = client;
    this.format = format;
  }

  /**
   * A value as JSON that is only to be written: it is not taken apart again, since values may be
   * large.
   *
   * @throws UaException when the server does not tell what its structures are made of
   */
  JsonNode json(Variant value, boolean reversible) throws UaException {
    if (value == null || value.isNull()) {
      return JsonNodeFactory.instance.nullNode();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = RegistryJson.mapper().createGenerator(bytes)) {
      new ValueWriter(out, new ValueFormat(false, reversible, format), context(value))
          .variant(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonNodeFactory.instance.rawValueNode(
        new RawValue(bytes.toString(StandardCharsets.UTF_8)));
  }

  /** Plain, as values of attributes are. */
  JsonNode json(Variant value) throws UaException {
    return json(value, false);
  }

  /** Name of the built-in type; null for no value. */
  static String typeOf(Variant value) {
    return value.getDataType().map(Enum::name).orElse(null);
  }

  /** Reading the types of a server takes many calls, and most values have no structures. */
  private EncodingContext context(Variant value) throws UaException {
    return isStructure(value.value())
        ? client.getDynamicEncodingContext()
        : client.getStaticEncodingContext();
  }

  private static boolean isStructure(Object value) {
    if (value instanceof Matrix matrix) {
      return isStructure(matrix.getElements());
    }
    return value instanceof ExtensionObject
        || value instanceof ExtensionObject[]
        || value instanceof Variant inner && isStructure(inner.value())
        || value instanceof Variant[] several
            && java.util.Arrays.stream(several).anyMatch(one -> isStructure(one.value()));
  }
}
