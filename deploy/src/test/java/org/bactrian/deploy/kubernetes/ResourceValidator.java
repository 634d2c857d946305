package org.bactrian.deploy.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Strict validator of Kubernetes resources: each field must be known to the Kubernetes API, have
 * its type, and be there where the API requires it. The API is that of the official Java client,
 * which is generated from Kubernetes' OpenAPI document.
 */
public final class ResourceValidator {

  private static final String MODELS = "io.kubernetes.client.openapi.models.";

  private static final Pattern QUANTITY =
      Pattern.compile("[+-]?(\\d+|\\d+\\.\\d*|\\.\\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");

  private final List<String> faults = new ArrayList<>();

  private ResourceValidator() {}

  /** Returns what is wrong with a resource, each fault with its JSON pointer; empty for nothing. */
  public static List<String> faults(JsonNode resource) {
    ResourceValidator validator = new ResourceValidator();
    String version = resource.path("apiVersion").asText();
    String kind = resource.path("kind").asText();
    String name = version.substring(version.indexOf('/') + 1);
    if (name.isEmpty() || kind.isEmpty()) {
      return List.of("/: apiVersion and kind are required");
    }
    String model = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + kind;
    try {
      validator.object("", resource, Class.forName(MODELS + model));
    } catch (ClassNotFoundException e) {
      return List.of("/kind: " + version + " " + kind + " is not of the Kubernetes API");
    }
    return List.copyOf(validator.faults);
  }

  private void value(String pointer, JsonNode value, Type type) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        list(pointer, value, arguments[0]);
      } else {
        map(pointer, value, arguments[1]);
      }
    } else if (value.isNull()) {
      faults.add(pointer + ": null, leave the field out");
    } else if (((Class<?>) type).getName().startsWith(MODELS)) {
      object(pointer, value, (Class<?>) type);
    } else if (!fits(value, (Class<?>) type)) {
      faults.add(pointer + ": " + value + " is no " + ((Class<?>) type).getSimpleName());
    }
  }

  private static boolean fits(JsonNode value, Class<?> type) {
    if (type == String.class || type == byte[].class) {
      return value.isTextual();
    }
    if (type == Boolean.class) {
      return value.isBoolean();
    }
    if (type == Integer.class || type == Long.class) {
      return value.isIntegralNumber();
    }
    if (type == Double.class) {
      return value.isNumber();
    }
    if (type == IntOrString.class) {
      return value.isIntegralNumber() || value.isTextual();
    }
    if (type == Quantity.class) {
      return value.isNumber() || value.isTextual() && QUANTITY.matcher(value.asText()).matches();
    }
    if (type == OffsetDateTime.class) {
      return value.isTextual();
    }
    if (type == Object.class) {
      return true;
    }
    throw new IllegalStateException("A type of the API that this class does not know: " + type);
  }

  private void list(String pointer, JsonNode value, Type element) {
    if (!value.isArray()) {
      faults.add(pointer + ": " + value + " is no list");
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      value(pointer + "/" + i, value.get(i), element);
    }
  }

  private void map(String pointer, JsonNode value, Type element) {
    if (!value.isObject()) {
      faults.add(pointer + ": " + value + " is no object");
      return;
    }
    value
        .properties()
        .forEach(entry -> value(pointer + "/" + entry.getKey(), entry.getValue(), element));
  }

  private void object(String pointer, JsonNode value, Class<?> model) {
    if (!value.isObject()) {
      faults.add(pointer + ": " + value + " is no object");
      return;
    }
    Map<String, Type> fields = fields(model);
    value
        .properties()
        .forEach(
            entry -> {
              Type type = fields.get(entry.getKey());
              String field = pointer + "/" + entry.getKey();
              if (type == null) {
                faults.add(field + ": unknown in " + model.getSimpleName());
              } else {
                value(field, entry.getValue(), type);
              }
            });
    for (String required : required(model)) {
      if (!value.has(required)) {
        faults.add(
            pointer + "/" + required + ": missing, " + model.getSimpleName() + " requires it");
      }
    }
  }

  private static Map<String, Type> fields(Class<?> model) {
    Map<String, Type> fields = new HashMap<>();
    for (Field field : model.getDeclaredFields()) {
      SerializedName name = field.getAnnotation(SerializedName.class);
      if (name != null) {
        fields.put(name.value(), field.getGenericType());
      }
    }
    return fields;
  }

  @SuppressWarnings("unchecked")
  private static Set<String> required(Class<?> model) {
    try {
      return (Set<String>) model.getField("openapiRequiredFields").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(model + " does not say what it requires", e);
    }
  }
}
