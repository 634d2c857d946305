package org.bactrian.localazure.servicebus.amqp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.qpid.proton.engine.Sender;

/** Our end of a link on which a client receives answers to its requests. */
final class AnswerLink implements LinkHandler {

  private final Sender link;
  private final AmqpConnection connection;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private long number;

  AnswerLink(Sender link, AmqpConnection connection) {
    this.link = link;
    this.connection = connection;
  }

  /** Sends an answer when the client has credit for it. */
  void send(byte[] answer) {
    waiting.add(answer);
    flow();
  }

  @Override
  public void flow() {
    while (link.getRemoteCredit() > 0 && !waiting.isEmpty()) {
      byte[] answer = waiting.remove();
      var delivery = link.delivery(ByteBuffer.allocate(Long.BYTES).putLong(number++).array());
      link.send(answer, 0, answer.length);
      delivery.settle();
      link.advance();
    }
    connection.flushSoon();
  }
}
