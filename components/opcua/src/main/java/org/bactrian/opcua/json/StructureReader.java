package org.bactrian.opcua.json;

import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaDecoder;
import org.eclipse.milo.opcua.stack.core.types.UaMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.XmlElement;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.jspecify.annotations.Nullable;

/** Asks a {@link MemberReader} for the fields of a structure, in the order of its codec. */
record StructureReader(MemberReader members, EncodingContext context) implements UaDecoder {

  @Override
  public EncodingContext getEncodingContext() {
    return context;
  }

  @Override
  public Boolean decodeBoolean(String field) {
    return (Boolean) members.scalar(field, OpcUaDataType.Boolean);
  }

  @Override
  public Byte decodeSByte(String field) {
    return (Byte) members.scalar(field, OpcUaDataType.SByte);
  }

  @Override
  public Short decodeInt16(String field) {
    return (Short) members.scalar(field, OpcUaDataType.Int16);
  }

  @Override
  public Integer decodeInt32(String field) {
    return (Integer) members.scalar(field, OpcUaDataType.Int32);
  }

  @Override
  public Long decodeInt64(String field) {
    return (Long) members.scalar(field, OpcUaDataType.Int64);
  }

  @Override
  public UByte decodeByte(String field) {
    return (UByte) members.scalar(field, OpcUaDataType.Byte);
  }

  @Override
  public UShort decodeUInt16(String field) {
    return (UShort) members.scalar(field, OpcUaDataType.UInt16);
  }

  @Override
  public UInteger decodeUInt32(String field) {
    return members
        .choice(field)
        .orElseGet(() -> (UInteger) members.scalar(field, OpcUaDataType.UInt32));
  }

  @Override
  public ULong decodeUInt64(String field) {
    return (ULong) members.scalar(field, OpcUaDataType.UInt64);
  }

  @Override
  public Float decodeFloat(String field) {
    return (Float) members.scalar(field, OpcUaDataType.Float);
  }

  @Override
  public Double decodeDouble(String field) {
    return (Double) members.scalar(field, OpcUaDataType.Double);
  }

  @Override
  public String decodeString(String field) {
    return (String) members.scalar(field, OpcUaDataType.String);
  }

  @Override
  public DateTime decodeDateTime(String field) {
    return (DateTime) members.scalar(field, OpcUaDataType.DateTime);
  }

  @Override
  public UUID decodeGuid(String field) {
    return (UUID) members.scalar(field, OpcUaDataType.Guid);
  }

  @Override
  public ByteString decodeByteString(String field) {
    return (ByteString) members.scalar(field, OpcUaDataType.ByteString);
  }

  @Override
  public XmlElement decodeXmlElement(String field) {
    return (XmlElement) members.scalar(field, OpcUaDataType.XmlElement);
  }

  @Override
  public NodeId decodeNodeId(String field) {
    return (NodeId) members.scalar(field, OpcUaDataType.NodeId);
  }

  @Override
  public ExpandedNodeId decodeExpandedNodeId(String field) {
    return (ExpandedNodeId) members.scalar(field, OpcUaDataType.ExpandedNodeId);
  }

  @Override
  public StatusCode decodeStatusCode(String field) {
    return (StatusCode) members.scalar(field, OpcUaDataType.StatusCode);
  }

  @Override
  public QualifiedName decodeQualifiedName(String field) {
    return (QualifiedName) members.scalar(field, OpcUaDataType.QualifiedName);
  }

  @Override
  public LocalizedText decodeLocalizedText(String field) {
    return (LocalizedText) members.scalar(field, OpcUaDataType.LocalizedText);
  }

  @Override
  public ExtensionObject decodeExtensionObject(String field) {
    return (ExtensionObject) members.scalar(field, OpcUaDataType.ExtensionObject);
  }

  @Override
  public DataValue decodeDataValue(String field) {
    return (DataValue) members.scalar(field, OpcUaDataType.DataValue);
  }

  @Override
  public Variant decodeVariant(String field) {
    return (Variant) members.scalar(field, OpcUaDataType.Variant);
  }

  @Override
  public DiagnosticInfo decodeDiagnosticInfo(String field) {
    return (DiagnosticInfo) members.scalar(field, OpcUaDataType.DiagnosticInfo);
  }

  @Override
  public UaMessageType decodeMessage(String field) {
    throw new UaSerializationException(
        StatusCodes.Bad_DecodingError, "a service message is no value");
  }

  @Override
  public Integer decodeEnum(String field) {
    return (Integer) members.enumeration(field, ExpectedType.SCALAR);
  }

  @Override
  public UaStructuredType decodeStruct(String field, NodeId dataTypeId) {
    return members.structure(field, dataTypeId);
  }

  @Override
  public UaStructuredType decodeStruct(String field, ExpandedNodeId dataTypeId) {
    return members.structure(field, local(dataTypeId));
  }

  @Override
  public UaStructuredType decodeStruct(String field, DataTypeCodec codec) {
    return members.structure(field, codec);
  }

  @Override
  public Boolean[] decodeBooleanArray(String field) {
    return (Boolean[]) members.array(field, OpcUaDataType.Boolean);
  }

  @Override
  public Byte[] decodeSByteArray(String field) {
    return (Byte[]) members.array(field, OpcUaDataType.SByte);
  }

  @Override
  public Short[] decodeInt16Array(String field) {
    return (Short[]) members.array(field, OpcUaDataType.Int16);
  }

  @Override
  public Integer[] decodeInt32Array(String field) {
    return (Integer[]) members.array(field, OpcUaDataType.Int32);
  }

  @Override
  public Long[] decodeInt64Array(String field) {
    return (Long[]) members.array(field, OpcUaDataType.Int64);
  }

  @Override
  public UByte[] decodeByteArray(String field) {
    return (UByte[]) members.array(field, OpcUaDataType.Byte);
  }

  @Override
  public UShort[] decodeUInt16Array(String field) {
    return (UShort[]) members.array(field, OpcUaDataType.UInt16);
  }

  @Override
  public UInteger[] decodeUInt32Array(String field) {
    return (UInteger[]) members.array(field, OpcUaDataType.UInt32);
  }

  @Override
  public ULong[] decodeUInt64Array(String field) {
    return (ULong[]) members.array(field, OpcUaDataType.UInt64);
  }

  @Override
  public Float[] decodeFloatArray(String field) {
    return (Float[]) members.array(field, OpcUaDataType.Float);
  }

  @Override
  public Double[] decodeDoubleArray(String field) {
    return (Double[]) members.array(field, OpcUaDataType.Double);
  }

  @Override
  public String[] decodeStringArray(String field) {
    return (String[]) members.array(field, OpcUaDataType.String);
  }

  @Override
  public DateTime[] decodeDateTimeArray(String field) {
    return (DateTime[]) members.array(field, OpcUaDataType.DateTime);
  }

  @Override
  public UUID[] decodeGuidArray(String field) {
    return (UUID[]) members.array(field, OpcUaDataType.Guid);
  }

  @Override
  public ByteString[] decodeByteStringArray(String field) {
    return (ByteString[]) members.array(field, OpcUaDataType.ByteString);
  }

  @Override
  public XmlElement[] decodeXmlElementArray(String field) {
    return (XmlElement[]) members.array(field, OpcUaDataType.XmlElement);
  }

  @Override
  public NodeId[] decodeNodeIdArray(String field) {
    return (NodeId[]) members.array(field, OpcUaDataType.NodeId);
  }

  @Override
  public ExpandedNodeId[] decodeExpandedNodeIdArray(String field) {
    return (ExpandedNodeId[]) members.array(field, OpcUaDataType.ExpandedNodeId);
  }

  @Override
  public StatusCode[] decodeStatusCodeArray(String field) {
    return (StatusCode[]) members.array(field, OpcUaDataType.StatusCode);
  }

  @Override
  public QualifiedName[] decodeQualifiedNameArray(String field) {
    return (QualifiedName[]) members.array(field, OpcUaDataType.QualifiedName);
  }

  @Override
  public LocalizedText[] decodeLocalizedTextArray(String field) {
    return (LocalizedText[]) members.array(field, OpcUaDataType.LocalizedText);
  }

  @Override
  public ExtensionObject[] decodeExtensionObjectArray(String field) {
    return (ExtensionObject[]) members.array(field, OpcUaDataType.ExtensionObject);
  }

  @Override
  public DataValue[] decodeDataValueArray(String field) {
    return (DataValue[]) members.array(field, OpcUaDataType.DataValue);
  }

  @Override
  public Variant[] decodeVariantArray(String field) {
    return (Variant[]) members.array(field, OpcUaDataType.Variant);
  }

  @Override
  public DiagnosticInfo[] decodeDiagnosticInfoArray(String field) {
    return (DiagnosticInfo[]) members.array(field, OpcUaDataType.DiagnosticInfo);
  }

  @Override
  public Integer[] decodeEnumArray(String field) {
    return (Integer[]) members.enumeration(field, 1);
  }

  @Override
  public UaStructuredType @Nullable [] decodeStructArray(String field, NodeId dataTypeId) {
    return members.structures(field, dataTypeId);
  }

  @Override
  public UaStructuredType @Nullable [] decodeStructArray(String field, ExpandedNodeId dataTypeId) {
    return members.structures(field, local(dataTypeId));
  }

  @Override
  public Matrix decodeMatrix(String field, OpcUaDataType dataType) {
    return members.matrix(field, dataType);
  }

  @Override
  public Matrix decodeEnumMatrix(String field) {
    return (Matrix) members.enumeration(field, MemberReader.MATRIX);
  }

  @Override
  public Matrix decodeStructMatrix(String field, NodeId dataTypeId) {
    return members.structureMatrix(field, dataTypeId);
  }

  @Override
  public Matrix decodeStructMatrix(String field, ExpandedNodeId dataTypeId) {
    return members.structureMatrix(field, local(dataTypeId));
  }

  private NodeId local(ExpandedNodeId dataType) {
    return dataType
        .toNodeId(context.getNamespaceTable())
        .orElseThrow(
            () ->
                new UaSerializationException(
                    StatusCodes.Bad_DecodingError,
                    "the server does not have the namespace of data type "
                        + dataType.toParseableString()));
  }
}
