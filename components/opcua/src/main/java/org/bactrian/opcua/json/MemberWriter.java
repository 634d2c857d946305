package org.bactrian.opcua.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a structure as the members of an object.
 *
 * <p>A field that is null, 0, false, Good or an empty id is left out, as OPC Publisher does it; an
 * element of an array never is.
 */
record MemberWriter(
    JsonGenerator out, ValueFormat format, ValueWriter values, EncodingContext context) {

  /**
   * Writes a structure as an object.
   *
   * @throws UaSerializationException when no codec knows its type
   */
  void structure(UaStructuredType structure) {
    structure(new StructureWriter(this, context), null, structure);
  }

  /** Writes a member, or an element when {@code field} is null. */
  void put(@Nullable String field, @Nullable Object value) {
    try {
      if (field != null) {
        if (OmittedValues.contains(value)) {
          return;
        }
        out.writeFieldName(field);
      }
      values.value(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a member that is a structure, or an element when {@code field} is null. */
  void structure(UaEncoder encoder, @Nullable String field, @Nullable UaStructuredType value) {
    structure(encoder, field, value, value == null ? null : codecOf(value));
  }

  /**
   * Writes a member that is a structure of a known codec; of a union, when it is not to be read
   * back, only what it holds (Part 6, 5.4.2.8).
   */
  void structure(
      UaEncoder encoder,
      @Nullable String field,
      @Nullable UaStructuredType value,
      @Nullable DataTypeCodec codec) {
    if (!format.reversible() && value instanceof DynamicUnionType union) {
      put(field, union.getValue().map(DynamicUnionType.UnionValue::fieldValue).orElse(null));
      return;
    }
    try {
      if (value == null || codec == null) {
        if (field == null) {
          out.writeNull();
        }
        return;
      }
      if (field != null) {
        out.writeFieldName(field);
      }
      out.writeStartObject();
      codec.encode(context, encoder, value);
      out.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a member that is an array of structures. */
  void structures(
      UaEncoder encoder, @Nullable String field, UaStructuredType @Nullable [] elements) {
    try {
      if (elements == null) {
        put(field, null);
        return;
      }
      if (field != null) {
        out.writeFieldName(field);
      }
      out.writeStartArray();
      for (UaStructuredType element : elements) {
        structure(encoder, null, element);
      }
      out.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True when what is written can be read back. */
  boolean isReversible() {
    return format.reversible();
  }

  /** Returns whether a codec of the server knows the structure. */
  boolean knows(UaStructuredType structure) {
    return codec(structure).isPresent();
  }

  private DataTypeCodec codecOf(UaStructuredType structure) {
    return codec(structure)
        .orElseThrow(
            () ->
                new UaSerializationException(
                    StatusCodes.Bad_EncodingError,
                    "no codec is known for the structure " + structure.getTypeId()));
  }

  private Optional<DataTypeCodec> codec(UaStructuredType structure) {
    return structure
        .getTypeId()
        .toNodeId(context.getNamespaceTable())
        .flatMap(id -> Optional.ofNullable(context.getDataTypeManager().getCodec(id)));
  }
}
