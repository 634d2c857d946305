package org.bactrian.localazure.servicebus.amqp;

import java.util.Optional;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/** Reads what comes in on links. */
final class TransferReader {

  private static final int CREDIT = 1_000;

  private TransferReader() {}

  /** Lets the client send, and more once half of what it may send has come. */
  static void topUp(Receiver link) {
    if (link.getCredit() <= CREDIT / 2) {
      link.flow(CREDIT - link.getCredit());
    }
  }

  /** The bytes of a delivery that has come whole; empty when it has not, or is no new one. */
  static Optional<byte[]> read(Receiver link, Delivery delivery) {
    if (!delivery.isReadable() || delivery.isPartial()) {
      return Optional.empty();
    }
    if (delivery.isAborted()) {
      delivery.settle();
      topUp(link);
      return Optional.empty();
    }
    byte[] bytes = new byte[delivery.pending()];
    link.recv(bytes, 0, bytes.length);
    link.advance();
    return Optional.of(bytes);
  }
}
