package org.bactrian.edge.outbox;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the messages of an outbox to its sink, and does with each what the sink's receipt says. Run
 * by the thread of the outbox; receipts come on any.
 */
final class OutboxSender implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

  private final Outbox outbox;
  private final OutboxName name;
  private final RecordStore store;
  private final DeadLetters deadLetters;
  private final UndeliverableLog undeliverable;

  OutboxSender(Outbox outbox, OutboxName name, RecordStore store, DeadLetters deadLetters) {
    this.outbox = outbox;
    this.name = name;
    this.store = store;
    this.deadLetters = deadLetters;
    this.undeliverable = new UndeliverableLog(name.text());
  }

  @Override
  public void run() {
    try {
      Optional<Outbox.Sending> next = outbox.next();
      while (next.isPresent()) {
        send(next.get());
        next = outbox.next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Outbox.Sending sending) {
    OutboxEntry entry = sending.delivery().entry();
    OutboxMessage message;
    try {
      message = entry.load(store);
    } catch (DamagedRecordException e) {
      LOG.error("{}: message {} cannot be read back and is lost", name.text(), entry.number(), e);
      outbox.counters().rejection();
      outbox.forget(sending.delivery(), false);
      return;
    } catch (IOException | RuntimeException | Error e) {
      again(sending.delivery(), e);
      return;
    }
    OutboxSink.Receipt receipt = new OneReceipt(sending.delivery(), message);
    try {
      sending.sink().send(message, receipt);
    } catch (RuntimeException | Error e) {
      // Nothing that a route does may end the thread that all others wait for.
      receipt.refused(e);
    }
  }

  private void again(OutboxDelivery delivery, Throwable cause) {
    if (outbox.keep(delivery, reason(cause))) {
      LOG.warn(
          "{}: message {} was refused on its route ({}). It is kept and sent again until it gets"
              + " through.",
          name.text(),
          delivery.entry().number(),
          reason(cause));
      LOG.debug("{}: refused", name.text(), cause);
    }
  }

  private void setAside(OutboxDelivery delivery, OutboxMessage message, Throwable cause) {
    String kept;
    try {
      kept = deadLetters.add(name.channel(), name.text(), message, reason(cause));
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it is, the message must not keep its place in flight.
      again(delivery, e);
      return;
    }
    OutboxCounters counters = outbox.counters();
    counters.rejection();
    undeliverable.add(message.number(), counters.undeliverable(), reason(cause), kept);
    outbox.forget(delivery, false);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  /** A sink that answers twice must not free the message's place twice. */
  private final class OneReceipt implements OutboxSink.Receipt {

    private final OutboxDelivery delivery;
    private final OutboxMessage message;
    private final long begunNanos = System.nanoTime();
    private boolean given;

    OneReceipt(OutboxDelivery delivery, OutboxMessage message) {
      this.delivery = delivery;
      this.message = message;
    }

    @Override
    public void acknowledged() {
      if (first()) {
        outbox.counters().sent(delivery.entry().bytes(), System.nanoTime() - begunNanos);
        outbox.forget(delivery, true);
      }
    }

    @Override
    public void refused(Throwable cause) {
      if (first()) {
        if (outbox.isHopeless(delivery)) {
          setAside(delivery, message, cause);
        } else {
          again(delivery, cause);
        }
      }
    }

    @Override
    public void undeliverable(Throwable cause) {
      if (first()) {
        setAside(delivery, message, cause);
      }
    }

    private synchronized boolean first() {
      boolean was = given;
      given = true;
      return !was;
    }
  }
}
