package org.bactrian.localazure.servicebus.amqp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.bactrian.localazure.eventhub.EventCursor;
import org.bactrian.localazure.eventhub.EventPartition;
import org.bactrian.localazure.eventhub.PartitionReader;
import org.bactrian.localazure.eventhub.StoredEvent;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/** Our end of a link on which a client receives the events of a partition. */
final class EventLink implements LinkHandler, PartitionReader {

  // A client that reads old events must not make us read all of them into memory.
  private static final int BURST_BYTES = 1024 * 1024;
  private static final long PAUSE_MILLIS = 1;

  private final Sender link;
  private final EventPartition partition;
  private final EventCursor cursor;
  private final String group;
  private final OptionalLong ownerLevel;
  private final AmqpConnection connection;
  private boolean paused;
  private long number;

  EventLink(
      Sender link,
      EventPartition partition,
      EventCursor cursor,
      String group,
      OptionalLong ownerLevel,
      AmqpConnection connection) {
    this.link = link;
    this.partition = partition;
    this.cursor = cursor;
    this.group = group;
    this.ownerLevel = ownerLevel;
    this.connection = connection;
  }

  @Override
  public String group() {
    return group;
  }

  @Override
  public OptionalLong ownerLevel() {
    return ownerLevel;
  }

  @Override
  public void appended() {
    flow();
  }

  @Override
  public void displaced() {
    BusFaultException reason =
        new BusFaultException(
            BusFault.LINK_STOLEN,
            "Another receiver of consumer group %s has partition %s now."
                .formatted(group, partition.id()));
    LinkOperations.refuse(link, reason);
    connection.flushSoon();
  }

  @Override
  public void flow() {
    if (link.getContext() != this || paused) {
      return;
    }
    try {
      send();
    } catch (IOException e) {
      LinkOperations.refuse(
          link,
          new BusFaultException(BusFault.INTERNAL, "The events cannot be read: " + e.getMessage()));
    }
    connection.flushSoon();
  }

  private void send() throws IOException {
    int bytes = 0;
    while (link.getRemoteCredit() > 0) {
      if (bytes >= BURST_BYTES || link.getQueued() > 0 && bytes == 0) {
        paused = true;
        connection.later(PAUSE_MILLIS, this::goOn);
        return;
      }
      Optional<StoredEvent> event = cursor.next();
      if (event.isEmpty()) {
        if (link.getDrain()) {
          link.drained();
        }
        return;
      }
      byte[] message = event.get().encoded();
      send(message);
      bytes += message.length;
    }
  }

  private void send(byte[] message) {
    Delivery delivery = link.delivery(ByteBuffer.allocate(Long.BYTES).putLong(number++).array());
    link.send(message, 0, message.length);
    if (link.getSenderSettleMode() == SenderSettleMode.SETTLED) {
      delivery.settle();
    }
    link.advance();
  }

  private void goOn() {
    paused = false;
    flow();
  }

  /** Receivers of event hubs settle what they get, with whatever outcome: it stays in the log. */
  @Override
  public void delivery(Delivery delivery) {
    if (delivery.getRemoteState() != null || delivery.remotelySettled()) {
      delivery.settle();
    }
  }

  @Override
  public void ended() {
    partition.detach(this);
  }
}
