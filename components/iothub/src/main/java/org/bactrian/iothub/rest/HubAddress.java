package org.bactrian.iothub.rest;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Address of a device or of one of its modules.
 *
 * @param deviceId id of the device
 * @param moduleId id of the module; empty for the device itself
 */
public record HubAddress(String deviceId, String moduleId) {

  public HubAddress {
    if (deviceId.isEmpty()) {
      throw new IllegalArgumentException("A device id is needed, and there is none.");
    }
  }

  boolean isModule() {
    return !moduleId.isEmpty();
  }

  String devicePath() {
    return encoded(deviceId);
  }

  String modulePath() {
    return encoded(moduleId);
  }

  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return isModule() ? "module " + moduleId + " of device " + deviceId : "device " + deviceId;
  }
}
