package org.bactrian.cloud.publisher;

import org.bactrian.model.registry.ModuleId;

/**
 * Module that publishes, as IoT Hub names the sender of its heartbeats.
 *
 * @param deviceId device
 * @param moduleId module
 */
public record Agent(String deviceId, String moduleId) {

  /** Id of the publisher in answers. */
  String id() {
    return deviceId + "_" + moduleId;
  }

  /** Id of one of its workers in answers. */
  String workerId(int worker) {
    return id() + "_" + worker;
  }

  /** The module in IoT Hub. */
  ModuleId module() {
    return new ModuleId(deviceId, moduleId);
  }
}
