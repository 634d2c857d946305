package org.bactrian.localazure.hub.routing;

/**
 * Kind of messages that a route applies to ("Use IoT Hub message routing",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c).
 */
public enum RouteSource {
  /** Messages that devices and modules send. */
  DEVICE_MESSAGES("Telemetry", "DeviceMessages"),
  /** Changes of twins, from the cloud or the device. */
  TWIN_CHANGE_EVENTS("twinChangeEvents", "TwinChangeEvents"),
  /** Identities that are created or deleted. */
  DEVICE_LIFECYCLE_EVENTS("deviceLifecycleEvents", "DeviceLifecycleEvents"),
  /** Clients that connect or disconnect. */
  DEVICE_CONNECTION_STATE_EVENTS("deviceConnectionStateEvents", "DeviceConnectionStateEvents");

  private final String messageSource;
  private final String configured;

  RouteSource(String messageSource, String configured) {
    this.messageSource = messageSource;
    this.configured = configured;
  }

  /** Value that messages carry as {@code iothub-message-source}. */
  public String messageSource() {
    return messageSource;
  }

  /** The name in Azure's configuration. */
  @Override
  public String toString() {
    return configured;
  }
}
