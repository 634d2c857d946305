package org.bactrian.iothub.link;

import java.util.Map;
import java.util.Objects;

/**
 * Names of the hub, device and module of a link.
 *
 * @param hub host name of the hub, empty when unknown
 * @param device id of the device, empty when unknown
 * @param module id of the module, empty for a device
 */
public record LinkIdentity(String hub, String device, String module) {

  public LinkIdentity {
    Objects.requireNonNull(hub, "hub");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(module, "module");
  }

  static LinkIdentity of(ConnectionString connection) {
    return new LinkIdentity(
        connection.part("HostName").orElse(""),
        connection.part("DeviceId").orElse(""),
        connection.part("ModuleId").orElse(""));
  }

  /** Returns the module that the IoT Edge runtime describes in the environment variables. */
  static LinkIdentity of(Map<String, String> environment) {
    return new LinkIdentity(
        environment.getOrDefault("IOTEDGE_IOTHUBHOSTNAME", ""),
        environment.getOrDefault("IOTEDGE_DEVICEID", ""),
        environment.getOrDefault("IOTEDGE_MODULEID", ""));
  }
}
