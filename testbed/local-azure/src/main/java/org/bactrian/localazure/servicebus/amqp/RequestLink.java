package org.bactrian.localazure.servicebus.amqp;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;
import org.bactrian.localazure.servicebus.message.AmqpEncoding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our end of a link on which a client sends requests. Their answers leave through the link whose
 * target or name is what the request names as reply-to.
 */
record RequestLink(Receiver link, RequestNode node, AmqpConnection connection)
    implements LinkHandler {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLink.class);

  @Override
  public void delivery(Delivery delivery) {
    Optional<byte[]> transfer = TransferReader.read(link, delivery);
    if (transfer.isEmpty()) {
      return;
    }
    Message request = Proton.message();
    request.decode(transfer.get(), 0, transfer.get().length);
    delivery.disposition(Accepted.getInstance());
    delivery.settle();
    TransferReader.topUp(link);
    connection.flushSoon();
    node.answer(request, answer(request));
  }

  private Consumer<RequestNode.Answer> answer(Message request) {
    return answer -> {
      Optional<AnswerLink> out = answerLink(request.getReplyTo());
      if (out.isEmpty()) {
        LOG.warn("A request names {}, where no link leads", request.getReplyTo());
        return;
      }
      Message message = Proton.message();
      message.setCorrelationId(
          request.getMessageId() == null ? request.getCorrelationId() : request.getMessageId());
      message.setApplicationProperties(new ApplicationProperties(answer.properties()));
      message.setBody(new AmqpValue(answer.body()));
      out.get().send(AmqpEncoding.bytes(message::encode));
    };
  }

  private Optional<AnswerLink> answerLink(String replyTo) {
    for (Link candidate =
            link.getSession().getConnection().linkHead(LinkOperations.ANY, LinkOperations.ANY);
        candidate != null;
        candidate = candidate.next(LinkOperations.ANY, LinkOperations.ANY)) {
      if (candidate.getContext() instanceof AnswerLink answers && leadsTo(candidate, replyTo)) {
        return Optional.of(answers);
      }
    }
    return Optional.empty();
  }

  // The SDK for Java names the target of its link, those for Node.js the link.
  private static boolean leadsTo(Link link, String replyTo) {
    return link.getName().equals(replyTo)
        || (link.getRemoteTarget() instanceof Target target
            && Objects.equals(target.getAddress(), replyTo));
  }

  /** The application properties of a request; none when it has none. */
  static Map<String, Object> properties(Message request) {
    return request.getApplicationProperties() == null
        ? Map.of()
        : request.getApplicationProperties().getValue();
  }
}
