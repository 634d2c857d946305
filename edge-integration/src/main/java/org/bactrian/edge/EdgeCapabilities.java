package org.bactrian.edge;

import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.bactrian.model.registry.ModuleCapability;

/**
 * Capabilities of an edge, from the properties {@code bactrian.publisher.enabled}, {@code
 * bactrian.twin.enabled} and {@code bactrian.discovery.enabled}; each is on by default.
 *
 * @param publisher whether it publishes
 * @param twin whether it serves endpoints
 * @param discovery whether it finds servers
 */
record EdgeCapabilities(boolean publisher, boolean twin, boolean discovery) {

  static EdgeCapabilities of(CamelContext context) {
    return new EdgeCapabilities(
        isOn(context, "publisher"), isOn(context, "twin"), isOn(context, "discovery"));
  }

  private static boolean isOn(CamelContext context, String name) {
    return Boolean.parseBoolean(
        context
            .getPropertiesComponent()
            .parseUri("{{bactrian." + name + ".enabled:true}}")
            .strip());
  }

  /** Capabilities of the module as the registry names them. */
  Set<ModuleCapability> ofModule() {
    Set<ModuleCapability> capabilities = EnumSet.noneOf(ModuleCapability.class);
    if (publisher) {
      capabilities.add(ModuleCapability.publisher);
    }
    if (twin) {
      capabilities.add(ModuleCapability.supervisor);
    }
    if (discovery) {
      capabilities.add(ModuleCapability.discoverer);
    }
    return capabilities;
  }
}
