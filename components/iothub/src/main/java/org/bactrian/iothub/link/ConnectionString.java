package org.bactrian.iothub.link;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A connection string of IoT Hub: names and values, of which keys are secret.
 *
 * <p>Immutable. Its text form leaves secrets out; {@link #withSecrets} has them.
 */
public final class ConnectionString {

  private static final String SIGNATURE = "SharedAccessSignature";

  private final Map<String, String> parts;

  private ConnectionString(Map<String, String> parts) {
    this.parts = Collections.unmodifiableMap(parts);
  }

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException when it is none; the message does not repeat it
   */
  public static ConnectionString parse(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.trim().split(";")) {
      int separator = part.indexOf('=');
      if (separator < 1) {
        throw new IllegalArgumentException(
            "The connection string has a part without a name and '='. Copy it whole, it looks like"
                + " HostName=NAME.azure-devices.net;DeviceId=DEVICE;SharedAccessKey=KEY.");
      }
      String name = part.substring(0, separator).trim();
      String value = part.substring(separator + 1).trim();
      if (holdsKey(value) && !SIGNATURE.equalsIgnoreCase(name)) {
        // Names of hubs and devices are shown; a key that ran into one must not be.
        throw new IllegalArgumentException(
            "The connection string has a key behind another part, without a semicolon between."
                + " Copy it whole.");
      }
      parts.put(name, value);
    }
    ConnectionString result = new ConnectionString(parts);
    result.require("HostName");
    return result;
  }

  private static boolean holdsKey(String value) {
    return value.toLowerCase(Locale.ROOT).contains("sharedaccess");
  }

  /** Returns the value of a part, its name read in any case. */
  public Optional<String> part(String name) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(parts);
    return Optional.ofNullable(anyCase.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * Returns the value of a part that must be there.
   *
   * @throws IllegalArgumentException naming the part when it is not
   */
  public String require(String name) {
    return part(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The connection string has no " + name + ". Copy it whole from IoT Hub."));
  }

  /** Returns this with one part set, in place of any before. */
  public ConnectionString with(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(parts);
    changed.keySet().removeIf(name::equalsIgnoreCase);
    changed.put(name, value);
    return new ConnectionString(changed);
  }

  /** Returns the hub, and the device and module where named. */
  public String subject() {
    StringBuilder subject = new StringBuilder();
    part("DeviceId").ifPresent(device -> subject.append("device ").append(device));
    part("ModuleId").ifPresent(module -> subject.append(", module ").append(module));
    part("SharedAccessKeyName").ifPresent(policy -> subject.append("policy ").append(policy));
    return subject.append(subject.isEmpty() ? "" : ", at ").append(require("HostName")).toString();
  }

  /** Returns the whole connection string, secrets included; for the SDK only. */
  public String withSecrets() {
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : ";").append(name).append('=').append(value));
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionString that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return subject();
  }
}
