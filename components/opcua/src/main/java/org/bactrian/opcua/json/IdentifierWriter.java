package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.bactrian.opcua.node.NodeIdText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.enumerated.IdType;

/** Writes what names things: node ids (Part 6, 5.4.2.10 and 11) and qualified names (5.4.2.14). */
record IdentifierWriter(JsonGenerator out, ValueFormat format, EncodingContext context) {

  void nodeId(NodeId id) throws IOException {
    if (id.isNull()) {
      out.writeNull();
    } else if (format.strict()) {
      out.writeStartObject();
      identifier(id.getType(), id.getIdentifier());
      namespace(id.getNamespaceIndex().intValue());
      out.writeEndObject();
    } else {
      out.writeString(NodeIdText.format(id, namespaces(), format.namespaceFormat()));
    }
  }

  void nodeId(ExpandedNodeId id) throws IOException {
    if (id.isNull()) {
      out.writeNull();
    } else if (format.strict()) {
      out.writeStartObject();
      identifier(id.getType(), id.getIdentifier());
      UShort index = id.getNamespaceIndex(namespaces());
      if (index == null) {
        out.writeStringField("Namespace", id.getNamespaceUri());
      } else {
        namespace(index.intValue());
      }
      server(id);
      out.writeEndObject();
    } else {
      out.writeString(IdentifierText.of(id, format.namespaceFormat(), namespaces()));
    }
  }

  void qualifiedName(QualifiedName name) throws IOException {
    if (name.isNull()) {
      out.writeNull();
      return;
    }
    if (format.reversible() && !format.strict()) {
      out.writeString(IdentifierText.of(name, format.namespaceFormat(), namespaces()));
      return;
    }
    int index = name.getNamespaceIndex().intValue();
    String uri = index > 1 ? IdentifierText.uriOf(index, namespaces()) : "";
    out.writeStartObject();
    out.writeStringField("Name", name.getName());
    if (format.reversible()) {
      if (index > 0) {
        out.writeNumberField("Uri", index);
      }
    } else if (!uri.isEmpty()) {
      out.writeStringField("Uri", uri);
    } else if (index > 0) {
      out.writeNumberField("Index", index);
    }
    out.writeEndObject();
  }

  private void identifier(IdType type, Object identifier) throws IOException {
    if (type != IdType.Numeric) {
      out.writeNumberField("IdType", type.getValue());
    }
    if (identifier instanceof UInteger number) {
      if (number.longValue() != 0) {
        out.writeNumberField("Id", number.longValue());
      }
    } else if (identifier instanceof ByteString bytes) {
      out.writeBinaryField("Id", bytes.bytesOrEmpty());
    } else {
      out.writeStringField("Id", identifier.toString());
    }
  }

  private void namespace(int index) throws IOException {
    if (index == 0) {
      return;
    }
    // Namespace 1 is the server's own; its URI may change when the server is copied.
    String uri = index == 1 || format.reversible() ? "" : IdentifierText.uriOf(index, namespaces());
    if (uri.isEmpty()) {
      out.writeNumberField("Namespace", index);
    } else {
      out.writeStringField("Namespace", uri);
    }
  }

  private void server(ExpandedNodeId id) throws IOException {
    UInteger index = id.getServerIndex();
    if (index == null || index.longValue() == 0) {
      return;
    }
    String uri =
        index.longValue() <= Integer.MAX_VALUE
            ? context.getServerTable().get(index.intValue())
            : null;
    if (uri != null) {
      out.writeStringField("ServerUri", uri);
    } else {
      out.writeNumberField("ServerUri", index.longValue());
    }
  }

  private NamespaceTable namespaces() {
    return context.getNamespaceTable();
  }
}
