package org.bactrian.opcua.session;

import org.eclipse.milo.opcua.stack.core.encoding.DataTypeCodec;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.encoding.UaDecoder;
import org.eclipse.milo.opcua.stack.core.encoding.UaEncoder;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Codec that notes values which do not fit the type.
 *
 * @param codec does the work
 * @param type data type of the values
 * @param undecodable told of values that cannot be decoded
 */
record ReportingCodec(DataTypeCodec codec, NodeId type, UndecodableTypes undecodable)
    implements DataTypeCodec {

  @Override
  public Class<?> getType() {
    return codec.getType();
  }

  @Override
  public UaStructuredType decode(EncodingContext context, UaDecoder decoder) {
    try {
      return codec.decode(context, decoder);
    } catch (RuntimeException e) {
      undecodable.malformed(type, e);
      throw e;
    }
  }

  @Override
  public void encode(EncodingContext context, UaEncoder encoder, UaStructuredType value) {
    codec.encode(context, encoder, value);
  }
}
