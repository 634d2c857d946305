package org.bactrian.model.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Capability under which a module is listed in the registry.
 *
 * <p>A module of version 2.8 does one thing and reports it as {@code __type__}. Ours does several:
 * it reports {@code "__type__": "OpcPublisher"}, as version 2.9 does, and which of them are on as
 * {@code "__capabilities__": {"publisher": true, "supervisor": true, "discoverer": true}}. Without
 * {@code __capabilities__}, an OpcPublisher does all.
 */
public enum ModuleCapability {
  /** Publishes. */
  publisher,
  /** Serves endpoints: browse, read, write and call. */
  supervisor,
  /** Finds servers. */
  discoverer;

  /** Reported property: what kind of module it is. */
  public static final String TYPE = "__type__";

  /** Reported and desired property: site that the module is in. */
  public static final String SITE = "__siteid__";

  /** Reported property: version of the module. */
  public static final String VERSION = "__version__";

  /** Reported property: which capabilities are on, an object of names and {@code true}. */
  public static final String CAPABILITIES = "__capabilities__";

  /**
   * Desired property: how the endpoints that the module serves are connected to, an object of their
   * ids and {@link Endpoint}s. Reported property: how their connections stand, an object of their
   * ids and {@link EndpointConnectivityState}s.
   */
  public static final String ENDPOINTS = "__endpoints__";

  /** Type of a module with several capabilities. */
  public static final String SEVERAL = "OpcPublisher";

  /**
   * Reads what a module does.
   *
   * @param tags tags of its twin
   * @param reported reported properties of its twin
   */
  public static Set<ModuleCapability> of(JsonNode tags, JsonNode reported) {
    JsonNode several = reported.path(CAPABILITIES);
    if (several.isObject()) {
      return Arrays.stream(values())
          .filter(capability -> several.path(capability.name()).asBoolean(false))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(ModuleCapability.class)));
    }
    String type = reported.path(TYPE).asText("");
    if (type.equalsIgnoreCase(SEVERAL)) {
      return EnumSet.allOf(ModuleCapability.class);
    }
    // What the registry wrote wins over what the module says, as version 2.8 has it.
    for (String name :
        new String[] {tags.path("DeviceType").asText(""), type, tags.path(TYPE).asText("")}) {
      if (!name.isEmpty()) {
        return named(name).map(EnumSet::of).orElseGet(() -> EnumSet.noneOf(ModuleCapability.class));
      }
    }
    return EnumSet.noneOf(ModuleCapability.class);
  }

  /** Condition of an IoT Hub query for modules that have this capability. */
  public String condition() {
    String reported = "properties.reported.";
    return "(%s%s = '%s' OR %s%s.%s = true OR (%s%s = '%s' AND NOT IS_DEFINED(%s%s)))"
        .formatted(
            reported,
            TYPE,
            name(),
            reported,
            CAPABILITIES,
            name(),
            reported,
            TYPE,
            SEVERAL,
            reported,
            CAPABILITIES);
  }

  private static Optional<ModuleCapability> named(String name) {
    return Arrays.stream(values()).filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
  }
}
