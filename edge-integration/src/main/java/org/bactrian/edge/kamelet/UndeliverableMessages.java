package org.bactrian.edge.kamelet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.bactrian.model.telemetry.UndeliverableMessageException;

/**
 * Register of the transports that can never accept the message of an exchange, with the reasons.
 * The copies of an exchange that goes to several transports share it, so that each transport
 * decides for itself: what one can never take is still sent to the others until they have it.
 * Thread-safe.
 */
public final class UndeliverableMessages {

  private static final String PROPERTY = "BactrianUndeliverableMessages";

  private final List<UndeliverableMessageException> reasons = new CopyOnWriteArrayList<>();

  private UndeliverableMessages() {}

  /** Begins to note what transports say of the message of an exchange. */
  public static UndeliverableMessages of(Exchange exchange) {
    UndeliverableMessages messages = new UndeliverableMessages();
    exchange.setProperty(PROPERTY, messages);
    return messages;
  }

  /** Reasons why transports can never take the message, in the order in which they said it. */
  public List<UndeliverableMessageException> reasons() {
    return List.copyOf(reasons);
  }

  /**
   * Notes the exception that was caught, as the last step of a sink.
   *
   * @throws UndeliverableMessageException when the sender of the exchange keeps no notes
   */
  public static void setAside(Exchange exchange) throws UndeliverableMessageException {
    UndeliverableMessageException reason =
        exchange.getProperty(Exchange.EXCEPTION_CAUGHT, UndeliverableMessageException.class);
    UndeliverableMessages messages = exchange.getProperty(PROPERTY, UndeliverableMessages.class);
    if (messages == null) {
      throw reason;
    }
    messages.reasons.add(reason);
  }
}
