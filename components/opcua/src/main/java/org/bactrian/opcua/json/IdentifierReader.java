package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.node.QualifiedNameText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.ServerTable;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.NamespaceReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId.ServerReference;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.util.Namespaces;

/**
 * Reads what names things: node ids (Part 6, 5.4.2.10 and 11) and qualified names (5.4.2.14), as
 * text and as objects.
 */
final class IdentifierReader {

  private static final String NODE_ID_MEND =
      "Write \"i=2258\", \"ns=2;s=Name\", \"nsu=http://example.org/;s=Name\" or"
          + " {\"IdType\":1,\"Id\":\"Name\",\"Namespace\":2}.";
  private static final String NAME_MEND =
      "Write \"2:Name\", \"http://example.org/#Name\" or {\"Name\":\"Name\",\"Uri\":2}.";
  private static final Pattern GUID =
      Pattern.compile(
          "[({]?([0-9a-fA-F]{8})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?([0-9a-fA-F]{4})-?"
              + "([0-9a-fA-F]{12})[)}]?");

  private final NamespaceTable namespaces;
  private final ServerTable servers;

  IdentifierReader(EncodingContext context) {
    this.namespaces = context.getNamespaceTable();
    this.servers = context.getServerTable();
  }

  NodeId nodeId(JsonNode json) {
    ExpandedNodeId id = expandedNodeId(json);
    if (id.getServerIndex() == null || id.getServerIndex().longValue() != 0) {
      throw ValueFaultException.of(
          json, "is on another server, which a NodeId can not be", NODE_ID_MEND);
    }
    return id.toNodeId(namespaces)
        .orElseThrow(
            () ->
                ValueFaultException.of(
                    json,
                    "is in a namespace that the server does not have",
                    "Read the server's NamespaceArray, or write the namespace by index as in"
                        + " \"ns=2;s=Name\"."));
  }

  ExpandedNodeId expandedNodeId(JsonNode json) {
    if (json.isObject()) {
      return idObject(json);
    }
    if (!json.isTextual() && !json.isIntegralNumber()) {
      throw ValueFaultException.of(json, "is no node id", NODE_ID_MEND);
    }
    try {
      return NodeIdText.parse(json.asText());
    } catch (NodeIdTextException e) {
      throw new ValueFaultException(withoutStop(e), "");
    }
  }

  QualifiedName qualifiedName(JsonNode json) {
    if (json.isObject()) {
      return nameObject(json);
    }
    if (!json.isTextual()) {
      throw ValueFaultException.of(json, "is no QualifiedName", NAME_MEND);
    }
    try {
      return QualifiedNameText.parse(json.textValue(), namespaces);
    } catch (IllegalArgumentException e) {
      throw new ValueFaultException(withoutStop(e), "");
    }
  }

  static UUID guid(JsonNode json) {
    Matcher guid = GUID.matcher(LenientText.unquoted(json.asText()));
    if (!json.isTextual() || !guid.matches()) {
      throw ValueFaultException.of(
          json, "is no Guid", "Write it as in \"09087e75-8e5e-499b-954f-f2a9603db28a\".");
    }
    return UUID.fromString(
        String.join(
            "-", guid.group(1), guid.group(2), guid.group(3), guid.group(4), guid.group(5)));
  }

  private ExpandedNodeId idObject(JsonNode json) {
    // Whoever leaves out what is 0 leaves out the identifier of ns=2;i=0 too.
    JsonNode id =
        Members.find(json, "Id")
            .or(() -> Members.find(json, "Namespace").map(namespace -> IntNode.valueOf(0)))
            .orElseThrow(() -> noIdentifier(json));
    int type =
        Members.find(json, "IdType")
            .map(number -> ((Number) NumberReader.read(OpcUaDataType.Byte, number)).intValue())
            .orElse(0);
    NamespaceReference namespace =
        Members.find(json, "Namespace").map(this::namespace).orElse(NamespaceReference.of(0));
    ServerReference server =
        Members.find(json, "ServerUri").map(this::server).orElse(ServerReference.of(0));
    Object identifier =
        switch (type) {
          case 0 -> NumberReader.read(OpcUaDataType.UInt32, id);
          case 1 -> id.asText();
          case 2 -> guid(id);
          case 3 -> bytes(id);
          default -> throw noIdentifier(json);
        };
    return new ExpandedNodeId(server, namespace, identifier);
  }

  private static ValueFaultException noIdentifier(JsonNode json) {
    return ValueFaultException.of(json, "is no node id", NODE_ID_MEND);
  }

  private static ByteString bytes(JsonNode json) {
    try {
      return ByteString.of(Base64.getDecoder().decode(json.asText()));
    } catch (IllegalArgumentException e) {
      throw ValueFaultException.of(json, "is no Base64", "Write the opaque identifier in Base64.");
    }
  }

  private NamespaceReference namespace(JsonNode json) {
    if (json.isTextual()) {
      String uri = json.textValue();
      return uri.equals(Namespaces.OPC_UA) ? NamespaceReference.of(0) : NamespaceReference.of(uri);
    }
    return NamespaceReference.of((UShort) NumberReader.read(OpcUaDataType.UInt16, json));
  }

  private ServerReference server(JsonNode json) {
    if (!json.isTextual()) {
      return ServerReference.of((UInteger) NumberReader.read(OpcUaDataType.UInt32, json));
    }
    UInteger known = servers.getIndex(json.textValue());
    return known == null ? ServerReference.of(json.textValue()) : ServerReference.of(known);
  }

  private QualifiedName nameObject(JsonNode json) {
    String name =
        Members.find(json, "Name")
            .map(JsonNode::asText)
            .orElseThrow(() -> ValueFaultException.of(json, "has no Name", NAME_MEND));
    Optional<JsonNode> uri = Members.find(json, "Uri");
    if (uri.filter(JsonNode::isTextual).isPresent()) {
      NamespaceReference namespace = namespace(uri.get());
      return new ExpandedNodeId(ServerReference.of(0), namespace, UInteger.MIN)
          .toNodeId(namespaces)
          .map(id -> new QualifiedName(id.getNamespaceIndex(), name))
          .orElseThrow(
              () ->
                  ValueFaultException.of(
                      json, "is in a namespace that the server does not have", NAME_MEND));
    }
    UShort index =
        uri.or(() -> Members.find(json, "Index"))
            .map(number -> (UShort) NumberReader.read(OpcUaDataType.UInt16, number))
            .orElse(UShort.MIN);
    return new QualifiedName(index, name);
  }

  private static String withoutStop(Exception fault) {
    String message = String.valueOf(fault.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
