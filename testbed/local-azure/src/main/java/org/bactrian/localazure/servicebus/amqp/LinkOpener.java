package org.bactrian.localazure.servicebus.amqp;

import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;
import org.bactrian.localazure.servicebus.entity.EntityPath;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;
import org.bactrian.localazure.servicebus.queue.BusNamespace;

/** Finds what is at our end of a new link of one connection, or refuses it. */
record LinkOpener(
    BusNamespace namespace,
    EventLinkOpener events,
    ConnectionClaims claims,
    SignatureCheck signatures) {

  /** The node that takes signatures. */
  static final String CBS = "$cbs";

  /** The node of an entity that takes requests. */
  static final String MANAGEMENT = "$management";

  private static final Symbol SESSION_FILTER = Symbol.valueOf("com.microsoft:session-filter");

  void open(Link link, AmqpConnection connection) {
    link.setSource(link.getRemoteSource());
    link.setTarget(link.getRemoteTarget());
    try {
      if (link instanceof Sender sender) {
        open(sender, connection);
      } else if (link instanceof Receiver receiver) {
        open(receiver, connection);
      }
    } catch (BusFaultException e) {
      LinkOperations.refuse(link, e);
    }
  }

  // The client receives.
  private void open(Sender link, AmqpConnection connection) {
    if (!(link.getRemoteSource() instanceof Source source)) {
      throw notImplemented("links without a source");
    }
    EntityPath path = path(source.getAddress());
    link.setSenderSettleMode(link.getRemoteSenderSettleMode());
    link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
    if (events.serves(path)) {
      link.setContext(eventsTo(link, source, path, connection));
    } else if (path.key().equals(CBS) || path.before(MANAGEMENT).isPresent()) {
      // Answers leave through it; whoever answers finds it by its target.
      path.before(MANAGEMENT).ifPresent(entity -> requireManaged(path, entity));
      link.setContext(new AnswerLink(link, connection));
    } else {
      claims.require(path);
      if (source.getFilter() != null && source.getFilter().containsKey(SESSION_FILTER)) {
        throw notImplemented("sessions");
      }
      link.setContext(new OutgoingLink(link, namespace.queue(path), connection));
    }
    link.open();
    if (link.getContext() instanceof OutgoingLink outgoing) {
      outgoing.start();
    }
  }

  private LinkHandler eventsTo(
      Sender link, Source source, EntityPath path, AmqpConnection connection) {
    return path.key().equals(MANAGEMENT)
        ? new AnswerLink(link, connection)
        : events.open(link, source, path, connection);
  }

  // The client sends.
  private void open(Receiver link, AmqpConnection connection) {
    if (!(link.getRemoteTarget() instanceof Target target)) {
      throw notImplemented("transactions");
    }
    EntityPath path = path(target.getAddress());
    link.setSenderSettleMode(link.getRemoteSenderSettleMode());
    link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
    link.setMaxMessageSize(UnsignedLong.valueOf(IncomingLink.MAX_MESSAGE_BYTES));
    Optional<EntityPath> managed = path.before(MANAGEMENT);
    if (path.key().equals(CBS)) {
      link.setContext(new RequestLink(link, new CbsNode(claims, signatures), connection));
    } else if (path.key().equals(MANAGEMENT)) {
      link.setContext(new RequestLink(link, events.management(), connection));
    } else if (events.serves(path)) {
      link.setContext(events.open(link, path, connection));
    } else if (managed.isPresent()) {
      requireManaged(path, managed.get());
      ManagementNode node = new ManagementNode(namespace, managed.get());
      link.setContext(new RequestLink(link, node, connection));
    } else {
      claims.require(path);
      namespace.requireTarget(path);
      link.setContext(new IncomingLink(link, namespace, path, connection));
    }
    link.open();
    TransferReader.topUp(link);
  }

  // Some SDKs show a signature for the entity, others one for its node.
  private void requireManaged(EntityPath node, EntityPath entity) {
    claims.require(node);
    namespace.requireEntity(entity);
  }

  private static EntityPath path(String address) {
    try {
      return EntityPath.of(String.valueOf(address));
    } catch (IllegalArgumentException e) {
      throw new BusFaultException(BusFault.ARGUMENT, String.valueOf(e.getMessage()));
    }
  }

  private static BusFaultException notImplemented(String what) {
    return new BusFaultException(
        BusFault.NOT_IMPLEMENTED, "The local Azure's Service Bus has no " + what + ".");
  }
}
