package org.bactrian.opcua.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.bactrian.opcua.json.TypedNull;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/** Decoder of notifications that keeps the type of variants which hold nothing. */
final class TypedNullDecoder extends OpcUaBinaryDecoder {

  private static final int TYPE = 0x3F;

  private final ByteBuf bytes;

  /** Number of variants around the present one; those in an array of variants keep Milo's null. */
  private int depth;

  private TypedNullDecoder(EncodingContext context, ByteBuf bytes) {
    super(context);
    this.bytes = bytes;
    setBuffer(bytes);
  }

  /**
   * The structure in a notification message.
   *
   * @throws org.eclipse.milo.opcua.stack.core.UaSerializationException when it cannot be decoded
   */
  static UaStructuredType decode(ExtensionObject data, EncodingContext context) {
    DataTypeCodec codec = context.getDataTypeManager().getCodec(data.getEncodingOrTypeId());
    if (codec != null && data instanceof ExtensionObject.Binary binary) {
      ByteBuf bytes = Unpooled.wrappedBuffer(binary.getBody().bytesOrEmpty());
      return codec.decode(context, new TypedNullDecoder(context, bytes));
    }
    return data.decode(context);
  }

  @Override
  public Variant decodeVariant() {
    int type = bytes.getByte(bytes.readerIndex()) & TYPE;
    depth++;
    Variant variant = super.decodeVariant();
    depth--;
    return variant.isNull() && type != 0 && depth == 0
        ? new Variant(new TypedNull(OpcUaDataType.fromTypeId(type)))
        : variant;
  }
}
