package org.bactrian.opcua.json;

import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.UaEnumeratedType;
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

/** Hands the fields of a structure, told by its codec, to a {@link MemberWriter}. */
record StructureWriter(MemberWriter members, EncodingContext context) implements UaEncoder {

  /** True when a mask of the present fields is needed, to read the structure back. */
  boolean wantsEncodingMask() {
    return members.isReversible();
  }

  @Override
  public EncodingContext getEncodingContext() {
    return context;
  }

  @Override
  public void encodeBoolean(String field, Boolean value) {
    members.put(field, value);
  }

  @Override
  public void encodeSByte(String field, Byte value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt16(String field, Short value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt32(String field, Integer value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt64(String field, Long value) {
    members.put(field, value);
  }

  @Override
  public void encodeByte(String field, UByte value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt16(String field, UShort value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt32(String field, UInteger value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt64(String field, ULong value) {
    members.put(field, value);
  }

  @Override
  public void encodeFloat(String field, Float value) {
    members.put(field, value);
  }

  @Override
  public void encodeDouble(String field, Double value) {
    members.put(field, value);
  }

  @Override
  public void encodeString(String field, String value) {
    members.put(field, value);
  }

  @Override
  public void encodeDateTime(String field, DateTime value) {
    members.put(field, value);
  }

  @Override
  public void encodeGuid(String field, UUID value) {
    members.put(field, value);
  }

  @Override
  public void encodeByteString(String field, ByteString value) {
    members.put(field, value);
  }

  @Override
  public void encodeXmlElement(String field, XmlElement value) {
    members.put(field, value);
  }

  @Override
  public void encodeNodeId(String field, NodeId value) {
    members.put(field, value);
  }

  @Override
  public void encodeExpandedNodeId(String field, ExpandedNodeId value) {
    members.put(field, value);
  }

  @Override
  public void encodeStatusCode(String field, StatusCode value) {
    members.put(field, value);
  }

  @Override
  public void encodeQualifiedName(String field, QualifiedName value) {
    members.put(field, value);
  }

  @Override
  public void encodeLocalizedText(String field, LocalizedText value) {
    members.put(field, value);
  }

  @Override
  public void encodeExtensionObject(String field, ExtensionObject value) {
    members.put(field, value);
  }

  @Override
  public void encodeDataValue(String field, DataValue value) {
    members.put(field, value);
  }

  @Override
  public void encodeVariant(String field, Variant value) {
    members.put(field, value);
  }

  @Override
  public void encodeDiagnosticInfo(String field, DiagnosticInfo value) {
    members.put(field, value);
  }

  @Override
  public void encodeMessage(String field, UaMessageType message) {
    throw new UaSerializationException(
        StatusCodes.Bad_EncodingError, "a service message is no value");
  }

  @Override
  public void encodeEnum(String field, UaEnumeratedType value) {
    members.put(field, value);
  }

  @Override
  public void encodeStruct(String field, UaStructuredType value, ExpandedNodeId dataTypeId) {
    members.structure(this, field, value);
  }

  @Override
  public void encodeStruct(String field, UaStructuredType value, NodeId dataTypeId) {
    members.structure(this, field, value);
  }

  @Override
  public void encodeStruct(String field, UaStructuredType value, DataTypeCodec codec) {
    members.structure(this, field, value, codec);
  }

  @Override
  public void encodeBooleanArray(String field, Boolean[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeSByteArray(String field, Byte[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt16Array(String field, Short[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt32Array(String field, Integer[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeInt64Array(String field, Long[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeByteArray(String field, UByte[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt16Array(String field, UShort[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt32Array(String field, UInteger[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeUInt64Array(String field, ULong[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeFloatArray(String field, Float[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeDoubleArray(String field, Double[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeStringArray(String field, String[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeDateTimeArray(String field, DateTime[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeGuidArray(String field, UUID[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeByteStringArray(String field, ByteString[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeXmlElementArray(String field, XmlElement[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeNodeIdArray(String field, NodeId[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeExpandedNodeIdArray(String field, ExpandedNodeId[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeStatusCodeArray(String field, StatusCode[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeQualifiedNameArray(String field, QualifiedName[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeLocalizedTextArray(String field, LocalizedText[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeExtensionObjectArray(String field, ExtensionObject[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeDataValueArray(String field, DataValue[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeVariantArray(String field, Variant[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeDiagnosticInfoArray(String field, DiagnosticInfo[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeEnumArray(String field, UaEnumeratedType[] value) {
    members.put(field, value);
  }

  @Override
  public void encodeStructArray(String field, UaStructuredType[] value, NodeId dataTypeId) {
    members.structures(this, field, value);
  }

  @Override
  public void encodeStructArray(String field, UaStructuredType[] value, ExpandedNodeId dataTypeId) {
    members.structures(this, field, value);
  }

  @Override
  public void encodeMatrix(String field, Matrix value) {
    members.put(field, value);
  }

  @Override
  public void encodeEnumMatrix(String field, Matrix value) {
    members.put(field, value);
  }

  @Override
  public void encodeStructMatrix(String field, Matrix value, NodeId dataTypeId) {
    members.put(field, value);
  }

  @Override
  public void encodeStructMatrix(String field, Matrix value, ExpandedNodeId dataTypeId) {
    members.put(field, value);
  }
}
