package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;

/**
 * Writes structures (Part 6, 5.4.2.16): as objects when a codec knows their type, else their
 * encoded body.
 */
final class ExtensionObjectWriter {

  private final JsonGenerator out;
  private final ValueFormat format;
  private final ValueWriter values;
  private final IdentifierWriter identifiers;
  private final EncodingContext context;
  private final MemberWriter members;

  ExtensionObjectWriter(
      JsonGenerator out,
      ValueFormat format,
      ValueWriter values,
      IdentifierWriter identifiers,
      EncodingContext context) {
    this.out = out;
    this.format = format;
    this.values = values;
    this.identifiers = identifiers;
    this.context = context;
    this.members = new MemberWriter(out, format, values, context);
  }

  /** Writes an {@link ExtensionObject} or a {@link UaStructuredType}. */
  void write(Object value) throws IOException {
    if (value instanceof UaStructuredType structure) {
      write(structure);
      return;
    }
    ExtensionObject object = (ExtensionObject) value;
    Optional<UaStructuredType> decoded = decoded(object);
    if (decoded.isPresent()) {
      write(decoded.get());
    } else if (object.isNull() && object.getEncodingOrTypeId().isNull()) {
      out.writeNull();
    } else {
      body(object);
    }
  }

  private Optional<UaStructuredType> decoded(ExtensionObject object) {
    if (object.isNull() || object instanceof ExtensionObject.Json) {
      return Optional.empty();
    }
    try {
      // An object that was decoded before keeps its structure, whatever this context knows.
      return Optional.of(object.decode(context)).filter(members::knows);
    } catch (RuntimeException e) {
      // No codec knows the type, or the body is none of it, which codecs say with any exception.
      // The body says all there is.
      return Optional.empty();
    }
  }

  private void write(UaStructuredType structure) throws IOException {
    if (format.reversible()) {
      ExpandedNodeId type = structure.getJsonEncodingId();
      out.writeStartObject();
      out.writeFieldName("TypeId");
      identifiers.nodeId(type.isNull() ? structure.getTypeId() : type);
      if (!format.strict()) {
        out.writeStringField("Encoding", "Json");
      }
      out.writeFieldName("Body");
    }
    members.structure(structure);
    if (format.reversible()) {
      out.writeEndObject();
    }
  }

  private void body(ExtensionObject object) throws IOException {
    if (format.reversible()) {
      out.writeStartObject();
      if (!object.getEncodingOrTypeId().isNull()) {
        out.writeFieldName("TypeId");
        identifiers.nodeId(object.getEncodingOrTypeId());
      }
      encoding(object);
      out.writeFieldName("Body");
    }
    if (object instanceof ExtensionObject.Json json) {
      if (json.isNull()) {
        out.writeNull();
      } else {
        out.writeRawValue(json.getBody());
      }
    } else {
      values.value(object.getBody());
    }
    if (format.reversible()) {
      out.writeEndObject();
    }
  }

  private void encoding(ExtensionObject object) throws IOException {
    if (object instanceof ExtensionObject.Binary && format.strict()) {
      out.writeNumberField("Encoding", 1);
    } else if (object instanceof ExtensionObject.Xml) {
      if (format.strict()) {
        out.writeNumberField("Encoding", 2);
      } else {
        out.writeStringField("Encoding", "Xml");
      }
    } else if (object instanceof ExtensionObject.Json && !format.strict()) {
      out.writeStringField("Encoding", "Json");
    }
  }
}
