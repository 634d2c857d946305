package org.bactrian.cloud.registry.twin;

import static org.bactrian.cloud.registry.twin.TwinValues.put;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.bactrian.cloud.registry.contract.DiscovererUpdate;
import org.bactrian.cloud.registry.contract.PublisherConfig;
import org.bactrian.cloud.registry.contract.PublisherUpdate;
import org.bactrian.cloud.registry.contract.SupervisorUpdate;
import org.bactrian.cloud.registry.contract.TraceLogLevel;
import org.bactrian.model.registry.DiscoveryConfig;
import org.bactrian.model.registry.EndpointActivationFilter;
import org.bactrian.model.registry.ModuleCapability;
import org.jspecify.annotations.Nullable;

/** Patches for the twins of modules. */
public final class ModuleUpdate {

  private final ObjectNode tags = JsonNodeFactory.instance.objectNode();
  private final ObjectNode desired = JsonNodeFactory.instance.objectNode();

  private ModuleUpdate() {}

  /** Makes the patch for a change of a supervisor. */
  public static ObjectNode of(Twin twin, SupervisorUpdate update) {
    ModuleUpdate change = new ModuleUpdate();
    change.shared(twin, ModuleCapability.supervisor, update.siteId(), update.logLevel());
    return change.patch(twin);
  }

  /** Makes the patch for a change of a publisher. */
  public static ObjectNode of(Twin twin, PublisherUpdate update) {
    ModuleUpdate change = new ModuleUpdate();
    change.shared(twin, ModuleCapability.publisher, update.siteId(), update.logLevel());
    PublisherConfig config = update.configuration();
    if (config != null) {
      change.text("JobOrchestratorUrl", config.jobOrchestratorUrl());
      change.positive("JobCheckInterval", config.jobCheckInterval());
      change.positive("HeartbeatInterval", config.heartbeatInterval());
      change.positive("MaxWorkers", config.maxWorkers());
      if (config.capabilities() != null) {
        TwinValues.putMap(change.desired, "Capabilities", config.capabilities());
      }
    }
    return change.patch(twin);
  }

  /** Makes the patch for a change of a discoverer. */
  public static ObjectNode of(Twin twin, DiscovererUpdate update) {
    ModuleUpdate change = new ModuleUpdate();
    change.shared(twin, ModuleCapability.discoverer, update.siteId(), update.logLevel());
    if (update.discovery() != null) {
      put(change.desired, "Discovery", update.discovery());
    }
    if (update.discoveryConfig() != null) {
      change.discovery(update.discoveryConfig());
    }
    return change.patch(twin);
  }

  private void discovery(DiscoveryConfig config) {
    text("AddressRangesToScan", config.addressRangesToScan());
    text("PortRangesToScan", config.portRangesToScan());
    positive("NetworkProbeTimeout", config.networkProbeTimeout());
    positive("PortProbeTimeout", config.portProbeTimeout());
    positive("MaxNetworkProbes", config.maxNetworkProbes());
    positive("MaxPortProbes", config.maxPortProbes());
    Integer percent = config.minPortProbesPercent();
    positive(
        "MinPortProbesPercent", percent != null && percent > 100 ? Integer.valueOf(0) : percent);
    Duration idle = config.idleTimeBetweenScans();
    if (idle != null) {
      // Without a pause is a setting, too.
      put(desired, "IdleTimeBetweenScans", idle.isNegative() ? null : idle);
    }
    if (config.discoveryUrls() != null) {
      TwinValues.putList(desired, "DiscoveryUrls", config.discoveryUrls());
    }
    if (config.locales() != null) {
      TwinValues.putList(desired, "Locales", config.locales());
    }
    EndpointActivationFilter filter = config.activationFilter();
    if (filter != null) {
      put(tags, "SecurityModeFilter", filter.securityMode());
      choice("SecurityPoliciesFilter", filter.securityPolicies());
      choice("TrustListsFilter", filter.trustLists());
    }
  }

  /** Nothing passes an empty choice and everything none, so an empty one is kept. */
  private void choice(String name, @Nullable List<String> items) {
    TwinValues.putList(tags, name, items);
    if (items != null && items.isEmpty()) {
      tags.putObject(name);
    }
  }

  private void shared(
      Twin twin,
      ModuleCapability capability,
      @Nullable String siteId,
      @Nullable TraceLogLevel level) {
    if (siteId != null) {
      put(desired, ModuleCapability.SITE, siteId.isEmpty() ? null : siteId);
      put(tags, "SiteOrGatewayId", siteId.isEmpty() ? twin.id().deviceId() : siteId);
    }
    if (level != null) {
      put(desired, "LogLevel", level == TraceLogLevel.Information ? null : level);
    }
    // A module of several capabilities has no one type.
    if (ModuleCapability.of(twin.tags(), twin.reported()).size() == 1) {
      put(tags, "DeviceType", capability.name());
    }
  }

  private void text(String name, @Nullable String value) {
    if (value != null) {
      put(desired, name, value.isBlank() ? null : value);
    }
  }

  private void positive(String name, @Nullable Integer value) {
    if (value != null) {
      put(desired, name, value <= 0 ? null : value);
    }
  }

  private void positive(String name, @Nullable Duration value) {
    if (value != null) {
      put(desired, name, value.isNegative() || value.isZero() ? null : value);
    }
  }

  private ObjectNode patch(Twin twin) {
    return TwinPatch.of(twin, tags, desired);
  }
}
