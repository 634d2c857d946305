package org.bactrian.edge.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.DiscoveryMode;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.time.TimeSpanText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recurring discovery configured by desired properties of the module's twin. Reported properties
 * are the values in effect: desired ones as written unless they exceed a limit, and defaults for
 * the others.
 */
public final class DiscoveryTwin implements TwinPart {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryTwin.class);
  private static final String MODE = "Discovery";
  private static final String URLS = "DiscoveryUrls";
  private static final String LOCALES = "Locales";
  private static final List<String> VALUES =
      List.of(
          "AddressRangesToScan",
          "NetworkProbeTimeout",
          "MaxNetworkProbes",
          "PortRangesToScan",
          "PortProbeTimeout",
          "MaxPortProbes",
          "MinPortProbesPercent",
          "IdleTimeBetweenScans");

  /** Reported values in effect where they differ from the desired ones. */
  private static final List<String> LIMITED =
      List.of(
          "NetworkProbeTimeout",
          "MaxNetworkProbes",
          "PortProbeTimeout",
          "MaxPortProbes",
          "IdleTimeBetweenScans");

  private final Discoverer discoverer;
  private final ObjectNode defaults;
  private ObjectNode current = JsonNodeFactory.instance.objectNode();
  private ObjectNode holds = JsonNodeFactory.instance.objectNode();

  /**
   * A recurring discovery.
   *
   * @param discoverer who discovers
   * @param mode how it does while the twin says nothing
   * @param config where it does while the twin says nothing
   */
  public DiscoveryTwin(Discoverer discoverer, DiscoveryMode mode, DiscoveryConfig config) {
    this.discoverer = discoverer;
    this.defaults = JsonNodeFactory.instance.objectNode();
    defaults.put(MODE, mode.name());
    putAll(defaults, config);
  }

  /** Begins as it does while there is no twin, such as without IoT Hub. */
  public void start() {
    apply(JsonNodeFactory.instance.objectNode());
  }

  @Override
  public synchronized ObjectNode apply(JsonNode desired) {
    ObjectNode wanted = defaults.deepCopy();
    for (String name : VALUES) {
      take(desired, name, wanted);
    }
    take(desired, MODE, wanted);
    take(desired, URLS, wanted);
    take(desired, LOCALES, wanted);
    // After a connect the twin is the same most of the time, and a scan goes on.
    if (!wanted.equals(current) || holds.isEmpty()) {
      current = wanted;
      holds = configure(wanted);
    }
    return holds.deepCopy();
  }

  private static void take(JsonNode desired, String name, ObjectNode wanted) {
    JsonNode value = desired.path(name);
    boolean empty = value.isTextual() && value.asText().isBlank();
    if (!value.isMissingNode() && !value.isNull() && !empty) {
      wanted.set(name, value);
    }
  }

  private ObjectNode configure(ObjectNode wanted) {
    try {
      DiscoveryConfig config = RegistryJson.read(listed(wanted), DiscoveryConfig.class);
      DiscoveryMode mode = RegistryJson.read(wanted, Mode.class).discovery();
      DiscoveryConfig used = discoverer.configure(mode, config);
      ObjectNode asked = JsonNodeFactory.instance.objectNode();
      putAll(asked, config);
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      result.put(MODE, mode.name());
      putAll(result, used);
      wanted
          .properties()
          .forEach(
              property -> {
                boolean limited =
                    LIMITED.contains(property.getKey())
                        && !asked.get(property.getKey()).equals(result.get(property.getKey()));
                if (!property.getKey().equals(MODE)
                    && !property.getValue().isNull()
                    && (mode == DiscoveryMode.Off || !limited)) {
                  result.set(property.getKey(), property.getValue());
                }
              });
      return result;
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      LOG.error(
          "The desired properties of discovery cannot be meant, so nothing is scanned: {}",
          e.getMessage());
      discoverer.configure(DiscoveryMode.Off, DiscoveryConfig.NONE);
      ObjectNode off = JsonNodeFactory.instance.objectNode();
      putAll(off, DiscoveryConfig.NONE);
      return off.put(MODE, DiscoveryMode.Off.name());
    }
  }

  private record Mode(DiscoveryMode discovery) {

    @SuppressWarnings("UnusedMethod") // Jackson calls it
    Mode {
      discovery = Objects.requireNonNullElse(discovery, DiscoveryMode.Off);
    }
  }

  /** Twins have no lists: they are objects with the numbers of their elements as names. */
  private static ObjectNode listed(ObjectNode wanted) {
    ObjectNode listed = wanted.deepCopy();
    for (String name : List.of(URLS, LOCALES)) {
      JsonNode object = wanted.path(name);
      if (object.isObject()) {
        ArrayNode list = listed.putArray(name);
        object.properties().stream()
            .sorted((one, other) -> number(one.getKey()) - number(other.getKey()))
            .forEach(element -> list.add(element.getValue()));
      }
    }
    return listed;
  }

  private static int number(String text) {
    return text.matches("\\d{1,8}") ? Integer.parseInt(text) : Integer.MAX_VALUE / 2;
  }

  private static void putAll(ObjectNode to, DiscoveryConfig config) {
    to.put("AddressRangesToScan", config.addressRangesToScan());
    put(to, "NetworkProbeTimeout", config.networkProbeTimeout());
    to.put("MaxNetworkProbes", config.maxNetworkProbes());
    to.put("PortRangesToScan", config.portRangesToScan());
    put(to, "PortProbeTimeout", config.portProbeTimeout());
    to.put("MaxPortProbes", config.maxPortProbes());
    to.put("MinPortProbesPercent", config.minPortProbesPercent());
    put(to, "IdleTimeBetweenScans", config.idleTimeBetweenScans());
    put(to, URLS, config.discoveryUrls());
    put(to, LOCALES, config.locales());
  }

  private static void put(ObjectNode to, String name, @Nullable Duration duration) {
    to.put(name, duration == null ? null : TimeSpanText.format(duration));
  }

  private static void put(ObjectNode to, String name, @Nullable List<String> list) {
    if (list == null) {
      to.putNull(name);
      return;
    }
    ObjectNode object = to.putObject(name);
    for (int i = 0; i < list.size(); i++) {
      object.put(Integer.toString(i), list.get(i));
    }
  }
}
