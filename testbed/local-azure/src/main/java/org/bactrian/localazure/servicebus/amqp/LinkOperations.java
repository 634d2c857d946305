package org.bactrian.localazure.servicebus.amqp;

import java.util.EnumSet;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/** Operations on links of every kind. */
final class LinkOperations {

  /** Every state, where Proton asks for some. */
  static final EnumSet<EndpointState> ANY = EnumSet.allOf(EndpointState.class);

  private LinkOperations() {}

  /** The form that a refusal has on the wire. */
  static ErrorCondition condition(BusFaultException refusal) {
    return new ErrorCondition(Symbol.valueOf(refusal.fault().condition()), refusal.getMessage());
  }

  /** Refuses a link, or ends one, and says why. */
  static void refuse(Link link, BusFaultException refusal) {
    end(link);
    if (link.getLocalState() == EndpointState.UNINITIALIZED) {
      link.open();
    }
    link.setCondition(condition(refusal));
    link.close();
  }

  /** Tells a link's handler, once, that it is over. */
  static void end(Link link) {
    if (link.getContext() instanceof LinkHandler handler) {
      link.setContext(LinkHandler.NONE);
      handler.ended();
    }
  }
}
