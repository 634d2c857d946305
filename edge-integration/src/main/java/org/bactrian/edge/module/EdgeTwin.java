package org.bactrian.edge.module;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.iothub.module.TwinChange;
import org.bactrian.model.registry.ModuleCapability;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The module's twin: reports the edge's identity and capabilities, and gives desired properties to
 * each part of the edge. Thread-safe.
 */
public final class EdgeTwin {

  private static final Logger LOG = LoggerFactory.getLogger(EdgeTwin.class);

  private final Set<ModuleCapability> capabilities;
  private final String version;
  private final Site site;
  private final List<TwinPart> parts;
  private ObjectNode desired = JsonNodeFactory.instance.objectNode();
  private boolean known;
  private ObjectNode reported = JsonNodeFactory.instance.objectNode();

  /**
   * Creates the twin of an edge.
   *
   * @param capabilities capabilities that the edge reports
   * @param version version of the edge
   * @param parts parts of the edge that receive desired properties
   */
  public EdgeTwin(
      Set<ModuleCapability> capabilities, String version, Site site, List<TwinPart> parts) {
    this.capabilities = Set.copyOf(capabilities);
    this.version = version;
    this.site = site;
    this.parts = List.copyOf(parts);
  }

  /**
   * Applies the whole twin after a connect, or a change of its desired properties.
   *
   * @param body the twin or the change as JSON
   * @return reported properties that have changed as JSON; empty when none has
   * @throws JsonProcessingException when the body is no JSON
   */
  public synchronized String apply(
      @Body String body, @Header(IotHubModuleConstants.TWIN_CHANGE) TwinChange change)
      throws JsonProcessingException {
    JsonNode given = JSON.readTree(body);
    if (change == TwinChange.FULL) {
      desired = objectOf(given.path("desired"));
      reported = objectOf(given.path("reported"));
    } else {
      // Parts compare what they are given with what they were given before.
      desired = desired.deepCopy();
      TwinDifference.apply(desired, given);
    }
    site.desired(desired.path(ModuleCapability.SITE).asText(""));
    known = true;
    return report();
  }

  /**
   * Returns the reported properties that have changed since the last call.
   *
   * @return reported properties that have changed as JSON; empty when none has, or as long as the
   *     twin is not known
   * @throws JsonProcessingException never, as what is written is JSON
   */
  public synchronized String report() throws JsonProcessingException {
    if (!known) {
      return "";
    }
    ObjectNode wanted = identity();
    parts.forEach(part -> wanted.setAll(part.apply(desired)));
    ObjectNode difference = TwinDifference.between(reported, wanted);
    TwinDifference.apply(reported, difference);
    return difference.isEmpty() ? "" : JSON.writeValueAsString(difference);
  }

  /**
   * Notes that a report was not delivered: the next one contains all reported properties, not only
   * the changed ones.
   *
   * @param cause reason of the failure
   */
  public synchronized void notReported(@ExchangeException Exception cause) {
    LOG.warn(
        "Reported properties of the module did not arrive. All of them are reported again with the"
            + " next change: {}",
        cause.getMessage());
    reported = JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode objectOf(JsonNode node) {
    return node.isObject() ? node.deepCopy() : JsonNodeFactory.instance.objectNode();
  }

  private ObjectNode identity() {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put(ModuleCapability.TYPE, type());
    identity.put(ModuleCapability.VERSION, version);
    if (!site.isDesired()) {
      identity.put(ModuleCapability.SITE, site.name().orElse(null));
    }
    ObjectNode each = identity.putObject(ModuleCapability.CAPABILITIES);
    capabilities.stream().sorted().forEach(capability -> each.put(capability.name(), true));
    return identity;
  }

  /** Registries of version 2.8 know modules that do one thing. */
  private String type() {
    return capabilities.size() == 1
        ? EnumSet.copyOf(capabilities).iterator().next().name()
        : ModuleCapability.SEVERAL;
  }
}
