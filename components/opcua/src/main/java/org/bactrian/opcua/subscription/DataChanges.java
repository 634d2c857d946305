package org.bactrian.opcua.subscription;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.jspecify.annotations.Nullable;

/**
 * Values of a DataChangeNotification (Part 4, 7.25.2), decoded without an object for each of its
 * structures. They are most of what a server sends.
 *
 * @param handles client handles of the items, each the bits of an unsigned number
 * @param values their values
 */
record DataChanges(int[] handles, DataValue[] values) {

  /** A client handle, and the mask of a value that has nothing. */
  private static final int LEAST_BYTES = Integer.BYTES + 1;

  /**
   * Decodes a structure of a notification message.
   *
   * @return null where the structure is another one
   * @throws UaSerializationException when it cannot be decoded
   */
  static @Nullable DataChanges decode(ExtensionObject data, EncodingContext context) {
    if (!(data instanceof ExtensionObject.Binary binary)
        || !NodeIds.DataChangeNotification_Encoding_DefaultBinary.equals(
            data.getEncodingOrTypeId())) {
      return null;
    }
    TypedNullDecoder decoder = TypedNullDecoder.of(binary, context);
    try {
      int count = Math.max(0, decoder.decodeInt());
      if (count > decoder.remaining() / LEAST_BYTES) {
        throw new UaSerializationException(
            StatusCodes.Bad_DecodingError, "It is too short for " + count + " values");
      }
      int[] handles = new int[count];
      DataValue[] values = new DataValue[count];
      for (int i = 0; i < count; i++) {
        handles[i] = decoder.decodeInt();
        values[i] = decoder.decodeDataValue();
      }
      return new DataChanges(handles, values);
    } catch (IndexOutOfBoundsException e) {
      throw new UaSerializationException(StatusCodes.Bad_DecodingError, e);
    }
  }
}
