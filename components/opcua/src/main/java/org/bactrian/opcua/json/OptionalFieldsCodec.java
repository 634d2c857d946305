package org.bactrian.opcua.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.codec.DynamicStructCodec;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;

/**
 * Writes a structure with optional fields: a mask with one bit for each field that may be absent,
 * then the fields that are there (Part 6, 5.2.7). JSON that is not to be read back has no mask
 * (Part 6, 5.4.2.7).
 */
final class OptionalFieldsCodec extends DynamicStructCodec {

  private final List<StructureField> fields;
  private final PresentFields present;

  OptionalFieldsCodec(DataType type, StructureDefinition definition, DataTypeTree types) {
    super(type, types);
    this.fields =
        definition.getFields() == null ? List.of() : Arrays.asList(definition.getFields());
    this.present = new PresentFields(type, definition, StructureType.Structure, types);
  }

  @Override
  public void encodeType(EncodingContext context, UaEncoder encoder, DynamicStructType value) {
    long mask = 0;
    int bit = 0;
    List<StructureField> written = new ArrayList<>(fields.size());
    for (StructureField field : fields) {
      boolean isThere = value.getMembers().containsKey(field.getName());
      if (!field.getIsOptional()) {
        written.add(field);
      } else {
        if (isThere) {
          mask |= 1L << bit;
          written.add(field);
        }
        bit++;
      }
    }
    if (!(encoder instanceof StructureWriter json) || json.wantsEncodingMask()) {
      encoder.encodeUInt32("EncodingMask", UInteger.valueOf(mask));
    }
    present.codec(written).encodeType(context, encoder, value);
  }
}
