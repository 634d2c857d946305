package org.bactrian.localazure.hub.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.Authentication;
import org.bactrian.localazure.hub.identity.Authentication.SymmetricKeys;
import org.bactrian.localazure.hub.identity.Authentication.Thumbprints;
import org.bactrian.localazure.hub.identity.Authentication.Unserved;
import org.bactrian.localazure.hub.identity.ClientConnectionState;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.identity.IdentityBuilder;

/**
 * Identities as JSON: the form of the service REST ("Devices - Create Or Update Identity",
 * https://learn.microsoft.com/rest/api/iothub/service/devices), which is also the form on disk.
 */
public final class IdentityJson {

  private static final int MIN_KEY_BYTES = 16;
  private static final int MAX_KEY_BYTES = 64;
  private static final int SHA1_HEX = 40;
  private static final int SHA256_HEX = 64;

  private IdentityJson() {}

  /** With its keys, for those who may read the registry. */
  public static ObjectNode write(Identity identity, ClientConnectionState presence) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (identity.id().isModule()) {
      json.put("moduleId", identity.id().moduleName());
      json.put("managedBy", identity.managedBy());
    }
    json.put("deviceId", identity.id().deviceId());
    json.put("generationId", identity.generationId());
    json.put("etag", identity.etag());
    json.put("connectionState", presence.connected() ? "Connected" : "Disconnected");
    json.put("connectionStateUpdatedTime", presence.updated().toString());
    json.put("lastActivityTime", presence.lastActivity().toString());
    json.put("cloudToDeviceMessageCount", 0);
    if (!identity.id().isModule()) {
      json.put("status", identity.enabled() ? "enabled" : "disabled");
      json.put("statusReason", identity.statusReason().isEmpty() ? null : identity.statusReason());
      json.put("statusUpdatedTime", identity.statusUpdatedTime().toString());
      json.putObject("capabilities").put("iotEdge", identity.iotEdge());
      if (!identity.deviceScope().isEmpty()) {
        json.put("deviceScope", identity.deviceScope());
      }
    }
    json.set("authentication", write(identity.authentication()));
    return json;
  }

  /** Reads what {@link #write} wrote. */
  static Identity readStored(JsonNode json) {
    JsonNode module = json.path("moduleId");
    String device = json.path("deviceId").asText();
    return IdentityBuilder.builder()
        .id(module.isTextual() ? ClientId.module(device, module.asText()) : ClientId.device(device))
        .generationId(json.path("generationId").asText())
        .etag(json.path("etag").asText())
        .enabled(isEnabled(json))
        .statusReason(json.path("statusReason").asText(""))
        .statusUpdatedTime(
            Instant.parse(
                json.path("statusUpdatedTime").asText(ClientConnectionState.NEVER.toString())))
        .authentication(readAuthentication(json.path("authentication")))
        .iotEdge(json.path("capabilities").path("iotEdge").asBoolean())
        .managedBy(json.path("managedBy").asText(""))
        .deviceScope(json.path("deviceScope").asText(""))
        .build();
  }

  static ClientConnectionState readStoredPresence(JsonNode json) {
    return new ClientConnectionState(
        false,
        Instant.parse(json.path("connectionStateUpdatedTime").asText()),
        Instant.parse(json.path("lastActivityTime").asText()));
  }

  static boolean isEnabled(JsonNode json) {
    String status = json.path("status").asText("enabled").toLowerCase(Locale.ROOT);
    return switch (status) {
      case "enabled" -> true;
      case "disabled" -> false;
      default -> throw invalid("status is neither enabled nor disabled");
    };
  }

  /**
   * Reads the authentication of a request; keys that are missing are generated.
   *
   * @throws HubFaultException when it is none that IoT Hub takes
   */
  static Authentication readAuthentication(JsonNode json) {
    JsonNode keys = json.path("symmetricKey");
    JsonNode prints = json.path("x509Thumbprint");
    boolean hasPrints =
        prints.path("primaryThumbprint").isTextual()
            || prints.path("secondaryThumbprint").isTextual();
    String type = json.path("type").asText(hasPrints ? "selfSigned" : "sas");
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "sas" -> new SymmetricKeys(key(keys.path("primaryKey")), key(keys.path("secondaryKey")));
      case "selfsigned" ->
          new Thumbprints(
              thumbprint(prints.path("primaryThumbprint")),
              thumbprint(prints.path("secondaryThumbprint")));
      case "certificateauthority", "none" -> new Unserved(type);
      default -> throw invalid("authentication.type " + type + " is unknown");
    };
  }

  /** Name of a kind of authentication in IoT Hub. */
  static String type(Authentication authentication) {
    if (authentication instanceof SymmetricKeys) {
      return "sas";
    }
    return authentication instanceof Unserved other ? other.type() : "selfSigned";
  }

  static ObjectNode writeThumbprints(Authentication authentication) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Thumbprints prints = authentication instanceof Thumbprints own ? own : new Thumbprints("", "");
    json.put("primaryThumbprint", prints.primary().isEmpty() ? null : prints.primary());
    json.put("secondaryThumbprint", prints.secondary().isEmpty() ? null : prints.secondary());
    return json;
  }

  private static ObjectNode write(Authentication authentication) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode keys = json.putObject("symmetricKey");
    if (authentication instanceof SymmetricKeys own) {
      keys.put("primaryKey", own.primaryKey());
      keys.put("secondaryKey", own.secondaryKey());
    } else {
      keys.putNull("primaryKey");
      keys.putNull("secondaryKey");
    }
    json.set("x509Thumbprint", writeThumbprints(authentication));
    json.put("type", type(authentication));
    return json;
  }

  private static String key(JsonNode node) {
    String key = node.asText("");
    if (key.isEmpty() || node.isNull()) {
      return SymmetricKeys.newKey();
    }
    try {
      int length = Base64.getDecoder().decode(key).length;
      if (length < MIN_KEY_BYTES || length > MAX_KEY_BYTES) {
        throw invalid("a symmetric key has " + length + " bytes, not 16 to 64");
      }
    } catch (IllegalArgumentException e) {
      throw invalid("a symmetric key is not base64");
    }
    return key;
  }

  private static String thumbprint(JsonNode node) {
    if (node.isNull() || node.asText("").isEmpty()) {
      return "";
    }
    String print = node.asText().replace(":", "").toUpperCase(Locale.ROOT);
    if (!print.matches("[0-9A-F]+")
        || (print.length() != SHA1_HEX && print.length() != SHA256_HEX)) {
      throw invalid("a thumbprint is not 40 or 64 hexadecimal digits");
    }
    return print;
  }

  private static HubFaultException invalid(String message) {
    return new HubFaultException(HubFault.ARGUMENT_INVALID, message);
  }
}
