package org.bactrian.localazure.hub.identity;

import java.util.Optional;
import java.util.regex.Pattern;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/**
 * Names a device, or a module on a device.
 *
 * @param deviceId the device, 1 to 128 of the characters that IoT Hub allows
 * @param moduleName the module, by the same rule, or empty for the device itself
 */
public record ClientId(String deviceId, String moduleName) implements Comparable<ClientId> {

  // "Understand the identity registry in your IoT hub", device identity properties.
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9\\-:.+%_#*?!(),=@;$']{1,128}");

  /**
   * Checks both ids.
   *
   * @throws HubFaultException when an id is not allowed
   */
  public ClientId {
    if (!ALLOWED.matcher(deviceId).matches()) {
      throw new HubFaultException(
          HubFault.ARGUMENT_INVALID, "Device id is not of 1 to 128 allowed characters");
    }
    if (!moduleName.isEmpty() && !ALLOWED.matcher(moduleName).matches()) {
      throw new HubFaultException(
          HubFault.ARGUMENT_INVALID, "Module id is not of 1 to 128 allowed characters");
    }
  }

  /** A device. */
  public static ClientId device(String deviceId) {
    return new ClientId(deviceId, "");
  }

  /** A module on a device. */
  public static ClientId module(String deviceId, String moduleId) {
    if (moduleId.isEmpty()) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "Module id is empty");
    }
    return new ClientId(deviceId, moduleId);
  }

  /**
   * Reads {@code device} or {@code device/module}, the form of an MQTT client id.
   *
   * @throws HubFaultException when the text is neither
   */
  public static ClientId parse(String text) {
    int slash = text.indexOf('/');
    return slash < 0 ? device(text) : module(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Returns whether this names a module. */
  public boolean isModule() {
    return !moduleName.isEmpty();
  }

  /** The module, unless this names a device. */
  public Optional<String> moduleId() {
    return isModule() ? Optional.of(moduleName) : Optional.empty();
  }

  /** The device that the module is on; a device's is itself. */
  public ClientId owner() {
    return isModule() ? device(deviceId) : this;
  }

  @Override
  public int compareTo(ClientId other) {
    int byDevice = deviceId.compareTo(other.deviceId);
    return byDevice != 0 ? byDevice : moduleName.compareTo(other.moduleName);
  }

  /** {@code device} or {@code device/module}. */
  @Override
  public String toString() {
    return isModule() ? deviceId + "/" + moduleName : deviceId;
  }
}
