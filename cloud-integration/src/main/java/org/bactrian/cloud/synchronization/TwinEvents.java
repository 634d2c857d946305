package org.bactrian.cloud.synchronization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.ModuleCapability;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code twinEvents}: takes IoT Hub's events of connections, twins and identities ("Azure
 * IoT Hub non-telemetry event schemas"). An event only says where to look: subscribers are told
 * what is there, so it may come late, twice or not at all. Safe for use by several threads.
 */
public final class TwinEvents {

  private static final Logger LOG = LoggerFactory.getLogger(TwinEvents.class);

  private static final Pattern APPLICATION = Pattern.compile("ua[sc][0-9a-f]{40}");
  private static final String CONNECTION = "deviceConnectionStateNotification";

  private final EntityAnnouncer announcer;
  private final EndpointTwins endpoints;

  TwinEvents(EntityAnnouncer announcer, EndpointTwins endpoints) {
    this.announcer = announcer;
    this.endpoints = endpoints;
  }

  /**
   * Takes an event. What cannot be looked at now is left to the next sweep.
   *
   * @param properties application properties of the message: deviceId, moduleId,
   *     iothub-message-schema
   */
  public void take(@Body byte[] body, @Headers Map<String, Object> properties) {
    String device = text(properties, "deviceId");
    if (device.isEmpty()) {
      LOG.debug("An event of IoT Hub without a device is dropped");
      return;
    }
    ModuleId id = new ModuleId(device, text(properties, "moduleId"));
    boolean connection = text(properties, "iothub-message-schema").equals(CONNECTION);
    try {
      if (id.isModule()) {
        module(id, connection, body);
      } else {
        device(device, connection, body);
      }
    } catch (OperationException e) {
      LOG.info("What became of {} is told by the next sweep: {}", id, e.getMessage());
    }
  }

  private static String text(Map<String, Object> properties, String name) {
    Object value = properties.get(name);
    return value == null ? "" : value.toString();
  }

  private void module(ModuleId id, boolean connection, byte[] body) {
    announcer.module(id, EntityAnnouncer.NO_SWEEP);
    if (connection || reported(body).has(ModuleCapability.ENDPOINTS)) {
      for (EndpointInfo endpoint : endpoints.servedBy(id)) {
        announcer.endpoint(endpoint.registration().registeredId(), EntityAnnouncer.NO_SWEEP);
      }
    }
    if (connection) {
      announcer.gateway(id.deviceId(), EntityAnnouncer.NO_SWEEP);
    }
  }

  /** Devices are gateways, or endpoints, or applications, which REST operations tell of. */
  private void device(String device, boolean connection, byte[] body) {
    if (EndpointIds.isOne(device)) {
      if (connection || !reported(body).isMissingNode()) {
        announcer.endpoint(device, EntityAnnouncer.NO_SWEEP);
      }
    } else if (!APPLICATION.matcher(device).matches()) {
      announcer.gateway(device, EntityAnnouncer.NO_SWEEP);
    }
  }

  private static JsonNode reported(byte[] body) {
    try {
      return RegistryJson.read(body, JsonNode.class).path("properties").path("reported");
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      return RegistryJson.tree(null);
    }
  }
}
