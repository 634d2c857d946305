package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.bactrian.edge.twin.contract.RequestConnection;
import org.bactrian.edge.twin.contract.RequestConnectionBuilder;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.edge.twin.contract.ServerEndpoint;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;

/**
 * Request of OPC Twin: a body and the connection that it is for. Version 2.8 sends {@code
 * {"endpoint":…, "request":…}}, version 2.9 {@code {"connection":…, "request":…}}; names are read
 * in any case.
 *
 * @param connection whose server it is for
 * @param body what is asked for
 */
record TwinRequest(RequestConnection connection, JsonNode body) {

  private static final String REMEDY =
      "Write {\"connection\": {\"endpoint\": {\"url\": \"opc.tcp://host:port\"}}, \"request\":"
          + " {...}}, or name the endpoint as \"endpoint\" next to \"request\".";

  /**
   * Reads the payload of a method.
   *
   * @param payload JSON text in UTF-8; null for none
   * @throws OperationException of kind BAD_REQUEST when it is none of the two forms
   */
  static TwinRequest read(byte[] payload) {
    if (payload == null || payload.length == 0) {
      throw new OperationException(FaultKind.BAD_REQUEST, "The request is empty. " + REMEDY);
    }
    JsonNode root = RegistryJson.read(payload, JsonNode.class);
    if (!root.isObject()) {
      throw new OperationException(FaultKind.BAD_REQUEST, "The request is no object. " + REMEDY);
    }
    JsonNode body = member(root, "request");
    JsonNode connection = member(root, "connection");
    if (connection.isObject()) {
      return new TwinRequest(
          withMode(
              RegistryJson.read(connection, RequestConnection.class),
              RequiredSecurityMode.NOT_NONE),
          body);
    }
    JsonNode endpoint = member(root, "endpoint");
    if (endpoint.isObject()) {
      ServerEndpoint server = RegistryJson.read(endpoint, ServerEndpoint.class);
      return new TwinRequest(
          withMode(
              RequestConnectionBuilder.builder().endpoint(server).build(),
              RequiredSecurityMode.BEST),
          body);
    }
    throw new OperationException(
        FaultKind.BAD_REQUEST,
        "The request names no server, and identities of endpoints are not called here. " + REMEDY);
  }

  /** Each version has a security of its own where none is asked for. */
  private static RequestConnection withMode(
      RequestConnection connection, RequiredSecurityMode mode) {
    return connection.endpoint() == null || connection.endpoint().securityMode() != null
        ? connection
        : connection.withEndpoint(TwinConnections.withMode(connection.endpoint(), mode));
  }

  /** Reads the body as a record; members that are not given are null. */
  <T> T body(Class<T> type) {
    return RegistryJson.read(
        body.isMissingNode() || body.isNull() ? JsonNodeFactory.instance.objectNode() : body, type);
  }

  /** The session that serves it. */
  ConnectionSettings settings(RequestHeader header) {
    return TwinConnections.settings(connection, header);
  }

  private static JsonNode member(JsonNode object, String name) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return JsonNodeFactory.instance.missingNode();
  }
}
