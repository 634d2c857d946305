package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.cloud.registry.twin.ApplicationTwin;
import org.bactrian.cloud.registry.twin.EndpointTwin;
import org.bactrian.cloud.registry.twin.GatewayTwin;
import org.bactrian.model.registry.ModuleCapability;

/** Formats an identity of IoT Hub as one line of JSON: kind, name and state. */
final class IdentityFormatter {

  private static final List<String> SHOWN =
      List.of("deviceId", "moduleId", "status", "connectionState", "lastActivityTime");

  private IdentityFormatter() {}

  /**
   * The line of a twin. Its member {@code identity} is {@code application}, {@code endpoint},
   * {@code gateway}, {@code module} or {@code device}; {@code name} is left out where nothing says
   * one.
   *
   * @param twin as the service side of IoT Hub writes it
   */
  static ObjectNode of(JsonNode twin) {
    JsonNode tags = twin.path("tags");
    String identity = identity(twin, tags.path("DeviceType").asText(""));
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("identity", identity);
    String name =
        switch (identity) {
          case "application" -> first(tags, "ApplicationName", "ApplicationUri");
          case "endpoint" -> endpoint(tags, twin.at("/properties/desired"));
          case "module" -> first(twin.at("/properties/reported"), ModuleCapability.TYPE);
          default -> "";
        };
    if (!name.isEmpty()) {
      line.put("name", name);
    }
    for (String member : SHOWN) {
      if (twin.hasNonNull(member)) {
        line.set(member, twin.get(member));
      }
    }
    return line;
  }

  private static String identity(JsonNode twin, String deviceType) {
    if (twin.hasNonNull("moduleId")) {
      return "module";
    }
    return switch (deviceType) {
      case ApplicationTwin.TYPE -> "application";
      case EndpointTwin.TYPE -> "endpoint";
      case GatewayTwin.TYPE -> "gateway";
      default -> "device";
    };
  }

  /** Such as {@code opc.tcp://press:4840 SignAndEncrypt Basic256Sha256}. */
  private static String endpoint(JsonNode tags, JsonNode desired) {
    String policy = desired.path("SecurityPolicy").asText("");
    return Stream.of(
            first(tags, "EndpointRegistrationUrl", "EndpointUrlLC"),
            desired.path("SecurityMode").asText(""),
            policy.substring(policy.lastIndexOf('#') + 1))
        .filter(text -> !text.isEmpty())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private static String first(JsonNode object, String... members) {
    return Stream.of(members)
        .map(member -> object.path(member).asText(""))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }
}
