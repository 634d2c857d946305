package org.bactrian.opcua.json;

import org.eclipse.milo.opcua.sdk.core.types.codec.DynamicCodecFactory;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;

/**
 * Codecs of a server's own structures, made of their definitions.
 *
 * <p>They are those of Milo's {@link DynamicCodecFactory}, but for two kinds. Milo 1.1.2 counts
 * only the optional fields that are there when it writes the mask of a structure, so that a field
 * goes out as the one before it when that is absent; and it writes a union's switch under another
 * name than it reads it by.
 */
public final class StructureCodecs {

  private StructureCodecs() {}

  /** The codec of a data type whose definition is one of a structure or an option set. */
  public static DataTypeCodec create(DataType type, DataTypeTree types) {
    if (type.getDataTypeDefinition() instanceof StructureDefinition definition) {
      switch (definition.getStructureType()) {
        case StructureWithOptionalFields:
          return new OptionalFieldsCodec(type, definition, types);
        case Union, UnionWithSubtypedValues:
          return new UnionCodec(type, definition, types);
        default:
      }
    }
    return DynamicCodecFactory.create(type, types);
  }
}
