package org.bactrian.opcua.subscription;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.bactrian.opcua.json.TypedNull;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.binary.OpcUaBinaryDecoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** Decoder of notifications that keeps the type of variants which hold nothing. */
final class TypedNullDecoder extends OpcUaBinaryDecoder {

  private static final int TYPE = 0x3F;

  /** Binary logarithm of the number of times that are shared: a notification has few. */
  private static final int TIME_BITS = 6;

  /** Multiplier that spreads times over the places of those that are shared. */
  private static final int SPREAD = 0x9E3779B9;

  private final ByteBuf bytes;
  private final @Nullable DateTime[] times = new DateTime[1 << TIME_BITS];

  /** Number of variants around the present one; those in an array of variants keep Milo's null. */
  private int depth;

  private TypedNullDecoder(EncodingContext context, ByteBuf bytes) {
    super(context);
    this.bytes = bytes;
    setBuffer(bytes);
  }

  /** Decoder of the body of a structure. */
  static TypedNullDecoder of(ExtensionObject.Binary structure, EncodingContext context) {
    return new TypedNullDecoder(
        context, Unpooled.wrappedBuffer(structure.getBody().bytesOrEmpty()));
  }

  /** Bytes that are still to be decoded. */
  int remaining() {
    return bytes.readableBytes();
  }

  /** The next four bytes as a number, without an object for it. */
  int decodeInt() {
    return bytes.readIntLE();
  }

  /**
   * The structure in a notification message.
   *
   * @throws org.eclipse.milo.opcua.stack.core.UaSerializationException when it cannot be decoded
   */
  static UaStructuredType decode(ExtensionObject data, EncodingContext context) {
    DataTypeCodec codec = context.getDataTypeManager().getCodec(data.getEncodingOrTypeId());
    if (codec != null && data instanceof ExtensionObject.Binary binary) {
      return codec.decode(context, of(binary, context));
    }
    return data.decode(context);
  }

  @Override
  public DateTime decodeDateTime() {
    long ticks = bytes.readLongLE();
    int place = (Long.hashCode(ticks) * SPREAD) >>> (Integer.SIZE - TIME_BITS);
    DateTime shared = times[place];
    if (shared == null || shared.getUtcTime() != ticks) {
      shared = new DateTime(ticks);
      times[place] = shared;
    }
    return shared;
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
