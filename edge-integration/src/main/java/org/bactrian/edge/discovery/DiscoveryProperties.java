package org.bactrian.edge.discovery;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.RegistryJson;

/**
 * Recurring discovery of the edge's own configuration, used where no twin configures it: properties
 * {@code bactrian.discovery.mode} and so on, each described in {@code config/edge.properties}.
 */
public final class DiscoveryProperties {

  private static final String PREFIX = "bactrian.discovery.";
  private static final String MODE = "mode";
  private static final String URLS = "urls";

  /** Names of the properties in the contract. */
  private static final Map<String, String> VALUES =
      Map.of(
          "addresses", "addressRangesToScan",
          "address-timeout", "networkProbeTimeout",
          "address-probes", "maxNetworkProbes",
          "ports", "portRangesToScan",
          "port-timeout", "portProbeTimeout",
          "port-probes", "maxPortProbes",
          "idle", "idleTimeBetweenScans");

  private final Function<String, Optional<String>> properties;

  /**
   * @param properties value of a property by its whole name, empty where there is none
   */
  public DiscoveryProperties(Function<String, Optional<String>> properties) {
    this.properties = properties;
  }

  /**
   * Returns whether and how far is scanned; off where nothing is said.
   *
   * @throws IllegalArgumentException when there is no such mode
   */
  public DiscoveryMode mode() {
    Optional<String> text = property(MODE);
    return text.isEmpty()
        ? DiscoveryMode.Off
        : Arrays.stream(DiscoveryMode.values())
            .filter(mode -> mode.name().equalsIgnoreCase(text.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        PREFIX
                            + MODE
                            + " is \""
                            + text.get()
                            + "\". Write one of "
                            + Arrays.toString(DiscoveryMode.values())
                            + "."));
  }

  /**
   * Returns ranges and settings of the scan; settings that are not given stay null.
   *
   * @throws IllegalArgumentException when a value cannot be meant
   */
  public DiscoveryConfig config() {
    Map<String, Object> values = new HashMap<>();
    VALUES.forEach((name, key) -> property(name).ifPresent(text -> check(name, key, text, values)));
    property(URLS).ifPresent(text -> values.put("discoveryUrls", text.split("\\s*[;,]\\s*")));
    return RegistryJson.ofParameters(values, DiscoveryConfig.class);
  }

  private static void check(String name, String key, String text, Map<String, Object> values) {
    try {
      RegistryJson.ofParameters(Map.of(key, text), DiscoveryConfig.class);
      values.put(key, text);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      throw new IllegalArgumentException(PREFIX + name + ": " + e.getMessage(), e);
    }
  }

  private Optional<String> property(String name) {
    return properties.apply(PREFIX + name).map(String::strip).filter(text -> !text.isEmpty());
  }
}
