package org.bactrian.model.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.json.DecimalJsonFactory;
import org.jspecify.annotations.Nullable;

/**
 * JSON of the registry's records: names in any case are read, enumerations by number, too, as
 * Newtonsoft takes them, what is unknown is passed over, what is null is left out, times are UTC
 * with up to seven digits, durations are {@code hh:mm:ss}. Parsed JSON keeps all digits of its
 * numbers, since values of OPC UA pass through it.
 */
public final class RegistryJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(new DecimalJsonFactory())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
          .addModule(TimeTexts.module())
          .build();

  private RegistryJson() {}

  /** The mapper. It is shared: do not change its configuration. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /**
   * Reads a value.
   *
   * @param json JSON text in UTF-8
   * @throws OperationException of kind BAD_REQUEST when it is no JSON, or does not fit
   */
  public static <T> T read(byte[] json, Class<T> type) {
    try {
      return required(MAPPER.readValue(json, type));
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "The body cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads JSON text as a type of the registry. */
  public static <T> T read(String json, Class<T> type) {
    return read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  /**
   * Reads a value out of parsed JSON.
   *
   * @throws OperationException of kind BAD_REQUEST when it does not fit
   */
  public static <T> T read(JsonNode json, Class<T> type) {
    try {
      return required(MAPPER.treeToValue(json, type));
    } catch (JsonProcessingException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads a record out of named parameters, such as those of a URL; others are passed over.
   *
   * @throws OperationException of kind BAD_REQUEST when one does not fit
   */
  public static <T extends Record> T ofParameters(Map<String, ?> parameters, Class<T> type) {
    ObjectNode json = MAPPER.createObjectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = parameters.get(component.getName());
      if (value != null) {
        json.set(component.getName(), MAPPER.valueToTree(value));
      }
    }
    return read(json, type);
  }

  /** Writes a value as parsed JSON. */
  public static JsonNode tree(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Writes a value as JSON text. */
  public static String text(Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /** Writes a value as JSON text in UTF-8. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(value.getClass() + " cannot be written as JSON", e);
    }
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "The body is empty or null; it has to be a JSON object.");
    }
    return value;
  }

  private static OperationException unreadable(JsonProcessingException fault) {
    return new OperationException(FaultKind.BAD_REQUEST, JsonFaults.words(fault), fault);
  }
}
