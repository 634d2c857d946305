package org.bactrian.localazure.servicebus.amqp;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Sender;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.message.LockToken;
import org.bactrian.localazure.servicebus.queue.DeadLetterReason;
import org.bactrian.localazure.servicebus.queue.MessageQueue;
import org.bactrian.localazure.servicebus.queue.QueueConsumer;
import org.bactrian.localazure.servicebus.queue.QueueDelivery;

/**
 * Our end of a link on which a client receives messages. Outcomes mean what the protocol guide says
 * (https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).
 */
final class OutgoingLink implements LinkHandler, QueueConsumer {

  // The Java SDK 7.17 closes its link when more than 256 messages come before its own threads have
  // taken them, and then processes those that it had twice. Real namespaces are never so fast.
  private static final int BURST = 50;
  private static final long PAUSE_MILLIS = 5;

  private final Sender link;
  private final MessageQueue queue;
  private final AmqpConnection connection;
  private int allowance = BURST;

  OutgoingLink(Sender link, MessageQueue queue, AmqpConnection connection) {
    this.link = link;
    this.queue = queue;
    this.connection = connection;
  }

  void start() {
    queue.attach(this);
  }

  @Override
  public int credit() {
    return Math.min(allowance, link.getRemoteCredit());
  }

  @Override
  public boolean deletes() {
    return link.getSenderSettleMode() == SenderSettleMode.SETTLED;
  }

  @Override
  public void deliver(QueueDelivery message) {
    var delivery = link.delivery(LockToken.toBytes(message.lockToken()));
    delivery.setContext(message.lockToken());
    link.send(message.encoded(), 0, message.encoded().length);
    if (deletes()) {
      delivery.settle();
    }
    link.advance();
    connection.flushSoon();
    if (allowance == BURST) {
      connection.later(PAUSE_MILLIS, this::goOn);
    }
    allowance--;
  }

  @Override
  public void flow() {
    queue.dispatch();
    if (link.getDrain() && allowance > 0) {
      link.drained();
    }
    connection.flushSoon();
  }

  @Override
  public void delivery(org.apache.qpid.proton.engine.Delivery delivery) {
    DeliveryState state = delivery.getRemoteState();
    if (!(delivery.getContext() instanceof UUID token)) {
      return;
    }
    if (state != null) {
      delivery.setContext(state);
      settle(token, state)
          .onSuccess(done -> answer(delivery, state))
          .onFailure(e -> answer(delivery, rejection(BusFaultException.of(e))));
    } else if (delivery.remotelySettled()) {
      // Without an outcome: as if the link had gone.
      delivery.setContext(Released.getInstance());
      queue.release(token);
      delivery.settle();
    }
  }

  @Override
  public void ended() {
    queue.detach(this);
  }

  private void goOn() {
    allowance = BURST;
    if (link.getContext() == this) {
      flow();
    }
  }

  private Future<Void> settle(UUID token, DeliveryState outcome) {
    if (outcome instanceof Accepted) {
      return queue.complete(token);
    } else if (outcome instanceof Released) {
      return queue.release(token);
    } else if (outcome instanceof Modified modified) {
      Map<String, Object> properties = named(modified.getMessageAnnotations());
      return Boolean.TRUE.equals(modified.getUndeliverableHere())
          ? queue.defer(token, properties)
          : queue.abandon(token, properties);
    } else if (outcome instanceof Rejected rejected) {
      return queue.deadLetter(token, reason(rejected.getError()));
    }
    return Future.failedFuture(
        new BusFaultException(
            BusFault.NOT_IMPLEMENTED,
            "The local Azure's Service Bus knows no outcome "
                + outcome.getClass().getSimpleName()));
  }

  private void answer(org.apache.qpid.proton.engine.Delivery delivery, DeliveryState outcome) {
    delivery.disposition(outcome);
    delivery.settle();
    connection.flushSoon();
  }

  private static DeadLetterReason reason(ErrorCondition error) {
    Map<String, Object> info = named(error == null ? Map.of() : error.getInfo());
    Optional<String> reason = text(info.remove(DeadLetterReason.REASON));
    Optional<String> description = text(info.remove(DeadLetterReason.DESCRIPTION));
    return new DeadLetterReason(reason, description, info);
  }

  private static Optional<String> text(Object value) {
    return Optional.ofNullable(value).map(Object::toString);
  }

  private static Map<String, Object> named(Map<?, ?> symbols) {
    Map<String, Object> named = new LinkedHashMap<>();
    if (symbols != null) {
      symbols.forEach((name, value) -> named.put(name.toString(), value));
    }
    return named;
  }

  private static Rejected rejection(BusFaultException refusal) {
    Rejected rejected = new Rejected();
    rejected.setError(LinkOperations.condition(refusal));
    return rejected;
  }
}
