package org.bactrian.opcua.subscription;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.SubscriptionEngine.Connection;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers missing messages of one subscription at the server: each is requested again (Part 4,
 * 5.14.6), and those that the server no longer has are reported as a gap before later messages are
 * delivered.
 */
final class MessageGapRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(MessageGapRecovery.class);

  /** Messages are handed over by several threads of a server; a little disorder is no loss. */
  private static final long WAIT_MILLIS = 300;

  /** No server is known to keep more; of a longer row the first ones are given up unasked. */
  private static final long MOST_ASKED_FOR = 2_000;

  /** Answers that no later try changes: the message is lost. A server need not have Republish. */
  private static final Set<Long> LOST =
      Set.of(
          StatusCodes.Bad_MessageNotAvailable,
          StatusCodes.Bad_SubscriptionIdInvalid,
          StatusCodes.Bad_ServiceUnsupported,
          StatusCodes.Bad_NotImplemented,
          StatusCodes.Bad_NotSupported);

  private final SubscriptionEngine engine;
  private final NotificationDelivery delivery;
  private final ServerSubscription part;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** The service that sends a message once more. */
  @FunctionalInterface
  interface Republishing {
    NotificationMessage republish(long sequenceNumber) throws UaException;
  }

  MessageGapRecovery(
      SubscriptionEngine engine, NotificationDelivery delivery, ServerSubscription part) {
    this.engine = engine;
    this.delivery = delivery;
    this.part = part;
  }

  /** Looks after what is missing in a moment; to be called by any thread. */
  void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      engine
          .timer()
          .schedule(
              () -> engine.onSerialExecutor(this::recoverScheduled),
              WAIT_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }

  private void recoverScheduled() {
    scheduled.set(false);
    Connection connection = engine.connection();
    if (connection != null && !part.isForgotten()) {
      recover(connection.context().client());
    }
  }

  private void recover(OpcUaClient client) {
    if (part.missing() > MOST_ASKED_FOR) {
      tell(part.missing());
      part.skipMissing();
    }
    long lost = 0;
    long missing = part.missing();
    while (missing > 0) {
      long number = part.expected();
      Optional<NotificationMessage> again;
      try {
        again =
            askAgain(
                wanted -> client.republish(part.id(), uint(wanted)).getNotificationMessage(),
                number);
      } catch (UaException e) {
        LOG.debug("{}: republish failed", engine.server(), e);
        tell(lost);
        return;
      }
      boolean isLast = again.isEmpty() && missing == 1;
      lost += again.isEmpty() && !part.isTakenByTransfer(number) ? 1 : 0;
      if (isLast || again.isPresent()) {
        tell(lost);
        lost = 0;
      }
      again.ifPresentOrElse(part::received, () -> part.skip(number));
      missing = part.missing();
    }
    tell(lost);
  }

  /**
   * The message with this number; empty when the server does not have it.
   *
   * @throws UaException when a later try may bring it
   */
  static Optional<NotificationMessage> askAgain(Republishing server, long number)
      throws UaException {
    try {
      return Optional.of(server.republish(number))
          .filter(message -> message.getSequenceNumber().longValue() == number);
    } catch (UaException e) {
      if (LOST.contains(StatusText.codeOf(e).value())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void tell(long lost) {
    if (lost > 0) {
      delivery.gap(GapCause.SEQUENCE, lost + " messages were lost on the way.");
    }
  }
}
