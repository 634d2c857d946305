package org.bactrian.opcua.json;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.milo.opcua.sdk.core.types.codec.DynamicStructCodec;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataTypeDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;

/**
 * Codecs that write only some fields of a structure, one after the other without a mask or switch.
 * Safe for use by many threads.
 */
final class PresentFields {

  private final DataType type;
  private final StructureDefinition definition;
  private final StructureType kind;
  private final DataTypeTree types;
  private final Map<List<StructureField>, DynamicStructCodec> codecs = new ConcurrentHashMap<>();

  /**
   * @param kind whether fields may hold subtypes of their types
   */
  PresentFields(
      DataType type, StructureDefinition definition, StructureType kind, DataTypeTree types) {
    this.type = type;
    this.definition = definition;
    this.kind = kind;
    this.types = types;
  }

  DynamicStructCodec codec(List<StructureField> fields) {
    return codecs.computeIfAbsent(
        List.copyOf(fields), some -> new DynamicStructCodec(withFields(some), types));
  }

  private DataType withFields(List<StructureField> fields) {
    return new Part(
        type,
        new StructureDefinition(
            definition.getDefaultEncodingId(),
            definition.getBaseDataType(),
            kind,
            fields.toArray(StructureField[]::new)));
  }

  /** A data type with some of its fields. */
  private record Part(DataType whole, DataTypeDefinition definition) implements DataType {

    @Override
    public QualifiedName getBrowseName() {
      return whole.getBrowseName();
    }

    @Override
    public NodeId getNodeId() {
      return whole.getNodeId();
    }

    @Override
    public NodeId getBinaryEncodingId() {
      return whole.getBinaryEncodingId();
    }

    @Override
    public NodeId getXmlEncodingId() {
      return whole.getXmlEncodingId();
    }

    @Override
    public NodeId getJsonEncodingId() {
      return whole.getJsonEncodingId();
    }

    @Override
    public DataTypeDefinition getDataTypeDefinition() {
      return definition;
    }

    @Override
    public Boolean isAbstract() {
      return whole.isAbstract();
    }
  }
}
