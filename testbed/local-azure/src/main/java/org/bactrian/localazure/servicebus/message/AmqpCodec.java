package org.bactrian.localazure.servicebus.message;

import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Encoder and decoder of AMQP 1.0 types, one pair a thread since both keep a position. */
final class AmqpCodec {

  private static final ThreadLocal<AmqpCodec> OF_THREAD = ThreadLocal.withInitial(AmqpCodec::new);

  private final DecoderImpl decoder = new DecoderImpl();
  private final EncoderImpl encoder = new EncoderImpl(decoder);

  private AmqpCodec() {
    AMQPDefinedTypes.registerAllTypes(decoder, encoder);
  }

  /** Reads the type at the buffer's position and moves behind it. */
  static Object read(ReadableBuffer buffer) {
    DecoderImpl decoder = OF_THREAD.get().decoder;
    decoder.setBuffer(buffer);
    return decoder.readObject();
  }

  /** Writes a type at the buffer's position and moves behind it. */
  static void write(Object value, WritableBuffer buffer) {
    EncoderImpl encoder = OF_THREAD.get().encoder;
    encoder.setByteBuffer(buffer);
    encoder.writeObject(value);
  }
}
