package org.bactrian.opcua.json;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicUnionType.UnionValue;
import org.eclipse.milo.opcua.sdk.core.types.codec.DynamicUnionCodec;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;

/** Writes a union: the number of its field from 1, 0 for none, then the field (Part 6, 5.2.8). */
final class UnionCodec extends DynamicUnionCodec {

  private final DataType type;
  private final List<StructureField> fields;
  private final PresentFields present;

  UnionCodec(DataType type, StructureDefinition definition, DataTypeTree types) {
    super(type, types);
    this.type = type;
    this.fields =
        definition.getFields() == null ? List.of() : Arrays.asList(definition.getFields());
    StructureType kind =
        definition.getStructureType() == StructureType.UnionWithSubtypedValues
            ? StructureType.StructureWithSubtypedValues
            : StructureType.Structure;
    this.present = new PresentFields(type, definition, kind, types);
  }

  @Override
  public void encodeType(EncodingContext context, UaEncoder encoder, DynamicUnionType value) {
    Optional<UnionValue> content = value.getValue();
    int number = content.map(this::numberOf).orElse(0);
    encoder.encodeUInt32("SwitchField", UInteger.valueOf(number));
    if (number > 0) {
      LinkedHashMap<String, Object> member = new LinkedHashMap<>();
      member.put(content.get().fieldName(), content.get().fieldValue());
      present
          .codec(List.of(fields.get(number - 1)))
          .encodeType(context, encoder, new DynamicStructType(type, member));
    }
  }

  private int numberOf(UnionValue value) {
    for (int i = 0; i < fields.size(); i++) {
      if (value.fieldName().equals(fields.get(i).getName())) {
        return i + 1;
      }
    }
    throw new UaSerializationException(
        StatusCodes.Bad_EncodingError,
        "the union " + type.getBrowseName() + " has no field " + value.fieldName());
  }
}
