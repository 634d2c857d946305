package org.bactrian.web.operation;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.support.TypeConverterSupport;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/** Turns the JSON of a request into the record, the text or the bytes that a bean asks for. */
final class JsonBodies extends TypeConverterSupport {

  /** The record of a JSON value; null, as converters of Camel do, for what is no JSON value. */
  @Override
  public <T> @Nullable T convertTo(Class<T> type, Exchange exchange, Object value) {
    if (!(value instanceof JsonNode json) || type.isInstance(value)) {
      return null;
    }
    if (type == String.class) {
      return type.cast(json.toString());
    }
    if (type == byte[].class) {
      return type.cast(RegistryJson.bytes(json));
    }
    return type.isRecord() ? RegistryJson.read(json, type) : null;
  }
}
