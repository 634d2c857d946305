package org.bactrian.localazure.servicebus.amqp;

import java.util.List;
import java.util.Optional;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.BusMessage;
import org.bactrian.localazure.servicebus.queue.BusNamespace;

/** Our end of a link on which a client sends messages; they are accepted when they are on disk. */
record IncomingLink(
    Receiver link, BusNamespace namespace, EntityPath path, AmqpConnection connection)
    implements LinkHandler {

  /** Largest transfer, as the premium tier of Service Bus has it for batches. */
  static final long MAX_MESSAGE_BYTES = 1024 * 1024;

  @Override
  public void delivery(Delivery delivery) {
    Optional<byte[]> transfer = TransferReader.read(link, delivery);
    if (transfer.isPresent()) {
      store(delivery, transfer.get());
      TransferReader.topUp(link);
    }
  }

  private void store(Delivery delivery, byte[] bytes) {
    try {
      if (bytes.length > MAX_MESSAGE_BYTES) {
        throw new BusFaultException(
            BusFault.MESSAGE_TOO_LARGE,
            "The message has " + bytes.length + " bytes, at most " + MAX_MESSAGE_BYTES + " go.");
      }
      List<BusMessage> messages = BusMessage.decode(bytes, delivery.getMessageFormat());
      namespace
          .send(path, messages)
          .onSuccess(stored -> accept(delivery))
          .onFailure(e -> reject(delivery, BusFaultException.of(e)));
    } catch (IllegalArgumentException e) {
      reject(delivery, new BusFaultException(BusFault.ARGUMENT, String.valueOf(e.getMessage())));
    } catch (BusFaultException e) {
      reject(delivery, e);
    }
  }

  private void accept(Delivery delivery) {
    delivery.disposition(Accepted.getInstance());
    delivery.settle();
    connection.flushSoon();
  }

  private void reject(Delivery delivery, BusFaultException refusal) {
    Rejected rejected = new Rejected();
    rejected.setError(LinkOperations.condition(refusal));
    delivery.disposition(rejected);
    delivery.settle();
    connection.flushSoon();
  }
}
