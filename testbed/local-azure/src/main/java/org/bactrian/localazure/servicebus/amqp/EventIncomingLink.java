package org.bactrian.localazure.servicebus.amqp;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.bactrian.localazure.eventhub.EventHub;
import org.bactrian.localazure.eventhub.EventPartition;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.BusMessage;

/**
 * Our end of a link on which a client sends events; they are accepted when they are stored.
 *
 * @param partition partition that all go to; without one, each goes to that of its key, or to the
 *     first
 */
record EventIncomingLink(
    Receiver link, EventHub hub, Optional<EventPartition> partition, AmqpConnection connection)
    implements LinkHandler {

  private static final String KEY = "x-opt-partition-key";

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
      List<Future<Void>> stored =
          BusMessage.decode(bytes, delivery.getMessageFormat()).stream().map(this::append).toList();
      Future.all(stored)
          .onSuccess(all -> settle(delivery, Optional.empty()))
          .onFailure(e -> settle(delivery, Optional.of(BusFaultException.of(e))));
    } catch (IllegalArgumentException e) {
      settle(
          delivery,
          Optional.of(new BusFaultException(BusFault.ARGUMENT, String.valueOf(e.getMessage()))));
    }
  }

  private Future<Void> append(BusMessage event) {
    EventPartition target =
        partition.orElseGet(() -> hub.partitionOf(event.annotation(KEY).orElse("")));
    Instant now = Instant.now();
    return hub.append(target, now, stamp -> event.withAnnotations(stamp.annotations()).encode());
  }

  private void settle(Delivery delivery, Optional<BusFaultException> refusal) {
    if (refusal.isEmpty()) {
      delivery.disposition(Accepted.getInstance());
    } else {
      Rejected rejected = new Rejected();
      rejected.setError(LinkOperations.condition(refusal.get()));
      delivery.disposition(rejected);
    }
    delivery.settle();
    connection.flushSoon();
  }
}
