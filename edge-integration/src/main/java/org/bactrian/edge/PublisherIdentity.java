package org.bactrian.edge;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.options.HubCredential;

/** Who publishes when nobody said: the identity in IoT Hub, else the host. */
final class PublisherIdentity {

  private PublisherIdentity() {}

  /**
   * The name of what connects with {@code credential}: {@code device_module_module}, or the device
   * alone, as the registry names modules.
   *
   * @param environment environment variables, in which IoT Edge names its modules
   */
  static String of(HubCredential credential, Map<String, String> environment) {
    if (credential instanceof HubCredential.ConnectionString connectionString) {
      Map<String, String> parts = parts(connectionString.value());
      return name(parts.getOrDefault("deviceid", ""), parts.getOrDefault("moduleid", ""));
    }
    if (credential instanceof HubCredential.IotEdgeModule) {
      return name(
          environment.getOrDefault("IOTEDGE_DEVICEID", ""),
          environment.getOrDefault("IOTEDGE_MODULEID", ""));
    }
    return host();
  }

  private static String name(String device, String module) {
    if (device.isEmpty()) {
      return host();
    }
    return module.isEmpty() ? device : device + "_module_" + module;
  }

  private static Map<String, String> parts(String connectionString) {
    return Arrays.stream(connectionString.split(";"))
        .map(part -> part.split("=", 2))
        .filter(part -> part.length == 2)
        .collect(
            Collectors.toMap(
                part -> part[0].trim().toLowerCase(Locale.ROOT),
                part -> part[1].trim(),
                (first, second) -> first));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
