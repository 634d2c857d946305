package org.bactrian.localazure.servicebus.message;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.qpid.proton.codec.DroppingWritableBuffer;
import org.apache.qpid.proton.codec.WritableBuffer;

/** Bytes of things whose size is known only when they are written. */
public final class AmqpEncoding {

  // Proton asks for a little more room than it uses.
  private static final int SLACK = 16;

  private AmqpEncoding() {}

  /** Bytes that a writer writes; it is called twice, since the first time only counts. */
  public static byte[] bytes(Consumer<WritableBuffer> writer) {
    DroppingWritableBuffer measure = new DroppingWritableBuffer();
    writer.accept(measure);
    byte[] bytes = new byte[measure.position() + SLACK];
    WritableBuffer buffer = WritableBuffer.ByteBufferWrapper.wrap(bytes);
    writer.accept(buffer);
    return Arrays.copyOf(bytes, buffer.position());
  }
}
