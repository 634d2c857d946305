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

  /** Messages of the subscription that wait in memory for a missing one; beyond, it is given up. */
  private static final int MOST_EARLY = 1_000;

  /** Bytes of those messages. */
  private static final long MOST_EARLY_BYTES = 64L << 20;

  /** Tries in a row without an answer, after which what is missing is given up. */
  private static final int MOST_UNANSWERED = 3;

  /** The same of tries over which the connection broke, as it does by itself now and then. */
  private static final int MOST_BROKEN = 10;

  /** Answers of a server that is overloaded: a later try may bring the message. */
  private static final Set<Long> BUSY =
      Set.of(
          StatusCodes.Bad_RequestTimeout,
          StatusCodes.Bad_TcpServerTooBusy,
          StatusCodes.Bad_TcpNotEnoughResources,
          StatusCodes.Bad_ServerTooBusy,
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_ResourceUnavailable,
          StatusCodes.Bad_OutOfMemory);

  private final SubscriptionEngine engine;
  private final NotificationDelivery delivery;
  private final ServerSubscription part;
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /** Tries in a row that brought no answer; written on the serial executor only. */
  private volatile int unanswered;

  /** Tries in a row over which the connection broke; used on the serial executor only. */
  private int broken;

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

  /**
   * Looks after what is missing in a moment, or gives it up when too much waits for it; to be
   * called by any thread.
   */
  void schedule() {
    if (part.messages().early() > MOST_EARLY || part.messages().earlyBytes() > MOST_EARLY_BYTES) {
      giveUpMissing("too many others wait for them");
    }
    if (scheduled.compareAndSet(false, true)) {
      engine
          .timer()
          .schedule(
              () -> engine.onSerialExecutor(this::recoverScheduled),
              WAIT_MILLIS << unanswered,
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
    if (part.messages().missing() > MOST_ASKED_FOR) {
      giveUpMissing("no server keeps so many");
    }
    long lost = 0;
    long missing = part.messages().missing();
    while (missing > 0) {
      long number = part.messages().expected();
      Optional<NotificationMessage> again;
      try {
        again = askAgain(wanted -> republish(client, wanted), number);
        unanswered = 0;
        broken = 0;
      } catch (UaException e) {
        LOG.debug("{}: republish failed", engine.server(), e);
        tell(lost, "");
        if (isHopeless(e)) {
          giveUpMissing("the server does not send them again (%s)".formatted(StatusText.of(e)));
        }
        return;
      }
      boolean isLast = again.isEmpty() && missing == 1;
      lost += again.isEmpty() && !part.messages().isTakenByTransfer(number) ? 1 : 0;
      if (isLast || again.isPresent()) {
        tell(lost, "");
        lost = 0;
      }
      again.ifPresentOrElse(part::received, () -> part.messages().skip(number));
      missing = part.messages().missing();
    }
    tell(lost, "");
  }

  private NotificationMessage republish(OpcUaClient client, long number) throws UaException {
    try {
      client.getSession();
    } catch (UaException e) {
      // Whatever keeps from a session says nothing about the message.
      throw new UaException(StatusCodes.Bad_SessionClosed, e);
    }
    return client.republish(part.id(), uint(number)).getNotificationMessage();
  }

  /**
   * The message with this number; empty when the server does not have it, does not send it or sends
   * what is no message.
   *
   * @throws UaException when a later try may bring it
   */
  static Optional<NotificationMessage> askAgain(Republishing server, long number)
      throws UaException {
    try {
      return Optional.ofNullable(server.republish(number))
          .filter(message -> message.getSequenceNumber().longValue() == number)
          .filter(message -> !MessageOrder.isKeepAlive(message));
    } catch (UaException e) {
      if (StatusText.meansLostConnection(e) || BUSY.contains(StatusText.codeOf(e).value())) {
        throw e;
      }
      LOG.debug("Message {} is lost", number, e);
      return Optional.empty();
    }
  }

  /** Notes a try that brought no answer, and returns whether it was one too many. */
  private boolean isHopeless(UaException fault) {
    if (StatusText.meansLostSession(fault)) {
      broken = (broken + 1) % MOST_BROKEN;
      return broken == 0;
    }
    int tries = unanswered + 1;
    // A server that never answers is asked once for what is missing after that.
    unanswered = Math.min(tries, MOST_UNANSWERED - 1);
    return tries == MOST_UNANSWERED;
  }

  private void giveUpMissing(String why) {
    part.messages().skipMissing(lost -> tell(lost, ": " + why));
  }

  private void tell(long lost, String why) {
    if (lost > 0) {
      delivery.gap(GapCause.SEQUENCE, lost + " messages were lost on the way" + why + ".");
    }
  }
}
