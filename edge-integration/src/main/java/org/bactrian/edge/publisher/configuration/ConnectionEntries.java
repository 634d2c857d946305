package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** Conversion between entries of the published nodes file and connections of requests. */
public final class ConnectionEntries {

  private ConnectionEntries() {}

  /**
   * The entry of a connection, without nodes, whose messages are full samples.
   *
   * @throws OperationException of kind BAD_REQUEST when the connection names no server, or a kind
   *     of user that there is not
   */
  static ObjectNode entry(JsonNode connection) {
    JsonNode endpoint = connection.path("endpoint");
    if (endpoint.path("url").asText("").isBlank()) {
      throw PublishedNodesRequests.refused(
          "/connection/endpoint/url", "is missing. Write opc.tcp://host:port.");
    }
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    if (!connection.path("group").asText("").isEmpty()) {
      entry.put("DataSetWriterGroup", connection.path("group").asText());
    }
    entry.put("EndpointUrl", endpoint.path("url").asText());
    String mode = endpoint.path("securityMode").asText("None");
    switch (mode.toLowerCase(Locale.ROOT)) {
      case "none" -> entry.put("UseSecurity", false);
      case "notnone" -> entry.put("UseSecurity", true);
      default -> entry.put("EndpointSecurityMode", mode);
    }
    if (!endpoint.path("securityPolicy").asText("").isEmpty()) {
      entry.put("EndpointSecurityPolicy", endpoint.path("securityPolicy").asText());
    }
    addUser(entry, connection.path("user"));
    String options = connection.path("options").asText("");
    if (options.contains("UseReverseConnect")) {
      entry.put("UseReverseConnect", true);
    }
    if (options.contains("NoSubscriptionTransfer")) {
      entry.put("DisableSubscriptionTransfer", true);
    }
    return entry.put("MessagingMode", "FullSamples").put("MessageEncoding", "Json");
  }

  private static void addUser(ObjectNode entry, JsonNode user) {
    String type = user.path("type").asText("None");
    switch (type.toLowerCase(Locale.ROOT)) {
      case "none" -> entry.put("OpcAuthenticationMode", "Anonymous");
      case "username" -> addCredential(entry, "UsernamePassword", user.path("value"));
      case "x509certificate" -> addCredential(entry, "Certificate", user.path("value"));
      case "jwttoken" -> {
        entry.put("OpcAuthenticationMode", "JwtToken");
        JsonNode value = user.path("value");
        entry.put(
            "OpcAuthenticationPassword",
            value.isTextual() ? value.asText() : value.path("password").asText(""));
      }
      default ->
          throw new OperationException(
              FaultKind.BAD_REQUEST,
              "/connection/user/type "
                  + type
                  + " is not known. Write None, UserName, X509Certificate or JwtToken.");
    }
  }

  private static void addCredential(ObjectNode entry, String mode, JsonNode value) {
    entry.put("OpcAuthenticationMode", mode);
    for (String[] names :
        new String[][] {
          {"user", "OpcAuthenticationUsername"}, {"password", "OpcAuthenticationPassword"}
        }) {
      if (!value.path(names[0]).asText("").isEmpty()) {
        entry.put(names[1], value.path(names[0]).asText());
      }
    }
  }

  /**
   * The connection of an entry, as requests name it.
   *
   * @throws OperationException of kind BAD_REQUEST when its credentials are encrypted
   */
  public static ObjectNode connection(ObjectNode entry) {
    for (String name : List.of("Username", "Password")) {
      if (!AttributeAccess.text(entry, "EncryptedAuth" + name).isEmpty()
          && AttributeAccess.text(entry, "OpcAuthentication" + name).isEmpty()) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "/entry/EncryptedAuth%s is decrypted for the published nodes file only. Write"
                    .formatted(name)
                + " OpcAuthentication%s.".formatted(name));
      }
    }
    ObjectNode connection = JsonNodeFactory.instance.objectNode();
    ObjectNode endpoint = connection.putObject("endpoint");
    endpoint.put("url", AttributeAccess.text(entry, "EndpointUrl"));
    String mode = AttributeAccess.text(entry, "EndpointSecurityMode");
    boolean secure = AttributeAccess.text(entry, "UseSecurity").equalsIgnoreCase("true");
    endpoint.put("securityMode", mode.isEmpty() ? secure ? "NotNone" : "None" : mode);
    String policy = AttributeAccess.text(entry, "EndpointSecurityPolicy");
    if (!policy.isEmpty()) {
      endpoint.put("securityPolicy", policy);
    }
    if (AttributeAccess.text(entry, "UseReverseConnect").equalsIgnoreCase("true")) {
      connection.put("options", "UseReverseConnect");
    }
    String authentication =
        AttributeAccess.text(entry, "OpcAuthenticationMode").toLowerCase(Locale.ROOT);
    if (authentication.equals("jwttoken")) {
      connection
          .putObject("user")
          .put("type", "JwtToken")
          .putObject("value")
          .put("password", AttributeAccess.text(entry, "OpcAuthenticationPassword"));
    }
    if (authentication.equals("usernamepassword") || authentication.equals("certificate")) {
      ObjectNode user = connection.putObject("user");
      user.put("type", authentication.equals("certificate") ? "X509Certificate" : "UserName");
      user.putObject("value")
          .put("user", AttributeAccess.text(entry, "OpcAuthenticationUsername"))
          .put("password", AttributeAccess.text(entry, "OpcAuthenticationPassword"));
    }
    return connection;
  }
}
