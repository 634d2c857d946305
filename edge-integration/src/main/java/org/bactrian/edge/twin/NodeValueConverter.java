package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.json.ValueFormat;
import org.bactrian.opcua.json.ValueReader;
import org.bactrian.opcua.json.ValueWriter;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.session.ConnectedServer;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** Converts values of one server to JSON and back. */
record NodeValueConverter(ConnectedServer server, NamespaceFormat format) {

  private static final Written NOTHING =
      new Written(JsonNodeFactory.instance.nullNode(), null, null);

  /**
   * A value as JSON.
   *
   * @param json the value; it is only to be written and cannot be taken apart again, since values
   *     may be large
   * @param type name of its built-in type; null for no value
   * @param fault why there is no value although the server sent one; null when there is none
   */
  record Written(JsonNode json, @Nullable String type, @Nullable ServiceResult fault) {

    /**
     * Returns the result for the caller: the server's, unless the value cannot be written as JSON.
     */
    ServiceResult result(ServiceResult said) {
      return fault == null ? said : fault;
    }
  }

  /** A value as it can be written back. */
  Written write(Variant value) {
    return write(value, true);
  }

  /**
   * A value. One that nobody can make sense of is a fault of its own, so that the values beside it
   * are told.
   *
   * @param reversible whether it can be written back
   */
  Written write(Variant value, boolean reversible) {
    return write(value, new ValueFormat(false, reversible, format), server.encoding());
  }

  static Written write(Variant value, ValueFormat format, EncodingContext context) {
    if (value == null || value.isNull()) {
      return NOTHING;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String type;
    try (JsonGenerator out = RegistryJson.mapper().createGenerator(bytes)) {
      type = new ValueWriter(out, format, context).body(value).map(Enum::name).orElse(null);
    } catch (IOException | RuntimeException e) {
      return new Written(JsonNodeFactory.instance.nullNode(), null, unreadable(e));
    }
    return new Written(
        JsonNodeFactory.instance.rawValueNode(new RawValue(bytes.toString(StandardCharsets.UTF_8))),
        type,
        null);
  }

  private static ServiceResult unreadable(Exception fault) {
    return ServiceResult.of(
        new StatusCode(StatusCodes.Bad_DecodingError),
        "The value is none of its type: " + fault.getMessage());
  }

  /**
   * A value that a request holds.
   *
   * @param type what the node or argument holds
   * @param place where the value stands in the request
   */
  Variant read(JsonNode json, ExpectedType type, JsonPointer place) {
    return new ValueReader(server.encoding(), server.dataTypes()).read(json, type, place);
  }

  /** The value of an argument that a request leaves out. */
  Variant defaultOf(ExpectedType type, JsonPointer place) {
    return new ValueReader(server.encoding(), server.dataTypes()).defaultOf(type, place);
  }
}
