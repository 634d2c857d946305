package org.bactrian.edge.module;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bactrian.edge.options.HubCredential;
import org.bactrian.model.registry.ModuleId;

/** Identity of the edge: its module identity in IoT Hub, or the host name without one. */
public final class ModuleIdentity {

  private ModuleIdentity() {}

  /**
   * Returns the identity that connects with {@code credential}.
   *
   * @param environment environment variables, in which IoT Edge names its modules
   */
  public static ModuleId of(HubCredential credential, Map<String, String> environment) {
    if (credential instanceof HubCredential.ConnectionStringCredential connectionString) {
      Map<String, String> parts = parts(connectionString.value());
      return identity(parts.getOrDefault("deviceid", ""), parts.getOrDefault("moduleid", ""));
    }
    if (credential instanceof HubCredential.IotEdgeModule) {
      return identity(
          environment.getOrDefault("IOTEDGE_DEVICEID", ""),
          environment.getOrDefault("IOTEDGE_MODULEID", ""));
    }
    return new ModuleId(host(), "");
  }

  private static ModuleId identity(String device, String module) {
    return device.isEmpty() ? new ModuleId(host(), "") : new ModuleId(device, module);
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
