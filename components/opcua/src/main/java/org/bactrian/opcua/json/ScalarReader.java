package org.bactrian.opcua.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.jspecify.annotations.Nullable;

/** Reads one value of a built-in type that contains no other values (Part 6, 5.4.2). */
final class ScalarReader {

  private static final UUID NULL_GUID = new UUID(0, 0);

  /** A text that ends with a language as in {@code pump@en-US} (RFC 5646, the usual part of it). */
  private static final Pattern WITH_LOCALE =
      Pattern.compile("(.*)@([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8}){0,3})?", Pattern.DOTALL);

  private static final int NO_INDEX = -1;

  /** Characters of Base64 come in groups of three bytes (RFC 4648, 4). */
  private static final int BASE64_GROUP = 4;

  private final IdentifierReader identifiers;

  ScalarReader(EncodingContext context) {
    this.identifiers = new IdentifierReader(context);
  }

  IdentifierReader identifiers() {
    return identifiers;
  }

  /** Reads a value; {@code null} is what stands for nothing in its type. */
  @Nullable Object read(OpcUaDataType type, JsonNode json) {
    if (json.isNull()) {
      return type == OpcUaDataType.String
          ? null
          : nothing(type)
              .orElseThrow(
                  () ->
                      ValueFaultException.of(json, "is no " + type, "Write a value of this type."));
    }
    return switch (type) {
      case String -> json.isTextual() ? json.textValue() : json.toString();
      case DateTime -> DateTimeReader.read(json);
      case Guid -> IdentifierReader.guid(json);
      case ByteString -> byteString(json);
      case XmlElement -> xmlElement(json);
      case NodeId -> identifiers.nodeId(json);
      case ExpandedNodeId -> identifiers.expandedNodeId(json);
      case StatusCode -> statusCode(json);
      case QualifiedName -> identifiers.qualifiedName(json);
      case LocalizedText -> localizedText(json);
      case DiagnosticInfo -> diagnosticInfo(json);
      default -> NumberReader.read(type, json);
    };
  }

  /**
   * Value that stands for nothing in a type (Part 6, table 1); empty for Booleans, numbers and
   * texts.
   */
  static Optional<Object> nothing(OpcUaDataType type) {
    return Optional.ofNullable(
        switch (type) {
          case DateTime -> DateTime.MIN_VALUE;
          case Guid -> NULL_GUID;
          case ByteString -> ByteString.NULL_VALUE;
          case XmlElement -> XmlElement.of(null);
          case NodeId -> NodeId.NULL_VALUE;
          case ExpandedNodeId -> ExpandedNodeId.NULL_VALUE;
          case StatusCode -> StatusCode.GOOD;
          case QualifiedName -> QualifiedName.NULL_VALUE;
          case LocalizedText -> LocalizedText.NULL_VALUE;
          case DiagnosticInfo -> DiagnosticInfo.NULL_VALUE;
          default -> null;
        });
  }

  private static ByteString byteString(JsonNode json) {
    if (json.isArray()) {
      byte[] bytes = new byte[json.size()];
      for (int i = 0; i < bytes.length; i++) {
        try {
          bytes[i] = ((Number) NumberReader.read(OpcUaDataType.Byte, json.get(i))).byteValue();
        } catch (ValueFaultException e) {
          throw e.in(i);
        }
      }
      return ByteString.of(bytes);
    }
    if (json.isTextual()) {
      Optional<byte[]> bytes = base64(LenientText.unquoted(json.textValue()));
      if (bytes.isPresent()) {
        return ByteString.of(bytes.get());
      }
    }
    throw ValueFaultException.of(
        json, "is no ByteString", "Write the bytes in Base64, as in \"AQIDBA==\".");
  }

  /**
   * The bytes that a text is; empty when it is no Base64. Without padding it is none, since most
   * words would be some bytes otherwise.
   */
  static Optional<byte[]> base64(String text) {
    if (text.length() % BASE64_GROUP != 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static XmlElement xmlElement(JsonNode json) {
    if (json.isTextual()) {
      Optional<String> xml = xml(json.textValue());
      if (xml.isPresent()) {
        return XmlElement.of(xml.get());
      }
    }
    throw ValueFaultException.of(
        json, "is no XmlElement", "Write XML as in \"<a/>\", or its UTF-8 bytes in Base64.");
  }

  /** The XML that a text is, as it stands or by its bytes; an empty text is no bytes. */
  static Optional<String> xml(String text) {
    String bare = text.strip();
    return bare.isEmpty() || isXml(bare)
        ? Optional.of(bare)
        : base64(bare).flatMap(ScalarReader::utf8).filter(ScalarReader::isXml);
  }

  private static boolean isXml(String text) {
    String bare = text.strip();
    return bare.startsWith("<") && bare.endsWith(">");
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static StatusCode statusCode(JsonNode json) {
    if (json.isObject()) {
      Optional<JsonNode> code = Members.find(json, "Code");
      return statusCode(
          code.or(() -> Members.find(json, "Symbol")).orElseThrow(() -> noStatusCode(json)));
    }
    if (json.isTextual()) {
      OptionalLong named = StatusSymbols.codeOf(LenientText.unquoted(json.textValue()));
      if (named.isPresent()) {
        return new StatusCode(named.getAsLong());
      }
    }
    try {
      return new StatusCode((UInteger) NumberReader.read(OpcUaDataType.UInt32, json));
    } catch (ValueFaultException e) {
      throw noStatusCode(json);
    }
  }

  private static ValueFaultException noStatusCode(JsonNode json) {
    return ValueFaultException.of(
        json,
        "is no StatusCode",
        "Write its number as in 2150694912, its name as in \"BadNoCommunication\", or"
            + " {\"Code\":2150694912}.");
  }

  private static LocalizedText localizedText(JsonNode json) {
    if (json.isObject()) {
      Optional<String> text = Members.find(json, "Text").map(JsonNode::asText);
      Optional<String> locale = Members.find(json, "Locale").map(JsonNode::asText);
      if (text.isEmpty() && locale.isEmpty()) {
        throw noLocalizedText(json);
      }
      return new LocalizedText(locale.orElse(null), text.orElse(null));
    }
    if (!json.isValueNode()) {
      throw noLocalizedText(json);
    }
    String text = json.asText();
    Matcher parts = WITH_LOCALE.matcher(text);
    return parts.matches()
        ? new LocalizedText(parts.group(2), parts.group(1))
        : new LocalizedText(null, text);
  }

  private static ValueFaultException noLocalizedText(JsonNode json) {
    return ValueFaultException.of(
        json,
        "is no LocalizedText",
        "Write \"text\", \"text@en-US\" or {\"Text\":\"text\",\"Locale\":\"en-US\"}.");
  }

  private DiagnosticInfo diagnosticInfo(JsonNode json) {
    if (!json.isObject()) {
      throw ValueFaultException.of(
          json, "is no DiagnosticInfo", "Write an object as in {\"SymbolicId\":3}.");
    }
    return new DiagnosticInfo(
        index(json, "NamespaceUri"),
        index(json, "SymbolicId"),
        index(json, "Locale"),
        index(json, "LocalizedText"),
        Members.find(json, "AdditionalInfo").map(JsonNode::asText).orElse(null),
        Members.find(json, "InnerStatusCode").map(ScalarReader::statusCode).orElse(null),
        Members.find(json, "InnerDiagnosticInfo").map(this::diagnosticInfo).orElse(null));
  }

  private static int index(JsonNode json, String name) {
    return Members.find(json, name)
        .map(number -> (Integer) NumberReader.read(OpcUaDataType.Int32, number))
        .orElse(NO_INDEX);
  }
}
