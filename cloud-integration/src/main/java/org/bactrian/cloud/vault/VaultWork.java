package org.bactrian.cloud.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.cloud.storage.DuePoll;
import org.bactrian.cloud.vault.contract.AuditAction;
import org.bactrian.cloud.vault.store.AuditNote;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.cloud.vault.store.WorkItem;
import org.bactrian.cloud.vault.store.WorkStep;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code vaultWork}: steps of the workflow that are due. A step became due in the
 * transaction that gave the reason, so none is lost; one that fails is tried again as the route
 * says, or given up.
 */
public final class VaultWork {

  /** Exchange property: the step that is carried out. */
  static final String WORK = "BactrianVaultWork";

  private static final Logger LOG = LoggerFactory.getLogger(VaultWork.class);

  /** Time after which another replica carries a step out whose replica has died. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private static final int AT_ONCE = 8;
  private static final int MAX_DOUBLINGS = 30;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int SERVER_FAULT = 500;

  private final VaultRecords records;
  private final CertificateRequests requests;
  private final AtomicInteger running = new AtomicInteger();
  private final DuePoll poll;

  VaultWork(VaultRecords records, CertificateRequests requests) {
    this.records = records;
    this.requests = requests;
    this.poll = new DuePoll(records.database());
  }

  /**
   * Dead letter of a step that was given up.
   *
   * @param step step, in lower case
   * @param subject what its work is named by
   * @param attempts number of attempts
   * @param error why it was given up
   */
  public record DeadLetter(String step, String subject, int attempts, String error) {}

  /** Steps that this replica carries out now. */
  public List<WorkItem> due() {
    int free = AT_ONCE - running.get();
    if (free <= 0 || !poll.isDue()) {
      return List.of();
    }
    Instant now = records.now();
    boolean any = records.database().read(handle -> records.work().isDue(handle, now));
    if (!any) {
      records
          .database()
          .read(handle -> records.work().nextDue(handle, now))
          .ifPresent(at -> poll.within(Duration.between(now, at)));
      return List.of();
    }
    List<WorkItem> taken =
        records.database().transaction(handle -> records.work().take(handle, now, LEASE, free));
    running.addAndGet(taken.size());
    return taken;
  }

  /** Prepares the message of a step: headers that say what it is about, and no body. */
  public void open(Exchange exchange, @Body WorkItem work) {
    exchange.setProperty(WORK, work);
    Message message = exchange.getMessage();
    message.setHeader(VaultHeaders.STEP, work.step().text());
    message.setHeader(VaultHeaders.CALLER, "vault-" + work.step().text());
    message.setHeader(subject(work.step()), work.subject());
    message.setBody(work.subject());
  }

  private static String subject(WorkStep step) {
    return switch (step) {
      case APPROVAL, SIGNING, NOTICE, DELIVERY -> VaultHeaders.REQUEST_ID;
      case TRUST -> VaultHeaders.ENTITY_ID;
      case RENEWAL -> VaultHeaders.SERIAL;
      case GROUP, REVOCATION -> VaultHeaders.GROUP_ID;
      case SECRET, KEY, EVENT -> VaultHeaders.STEP + "Subject";
    };
  }

  /** Notes that a step was carried out. */
  public void done(@ExchangeProperty(WORK) WorkItem work) {
    records
        .database()
        .transaction(
            handle -> {
              records.work().done(handle, work);
              return true;
            });
    // Not before: when the database fails, the step has failed, which counts it as well.
    running.decrementAndGet();
  }

  /**
   * Has a step that failed tried again, after a wait that doubles from attempt to attempt, or gives
   * it up: when the failure does not pass, or after so many attempts. The body becomes the dead
   * letter of a step that was given up, else null.
   *
   * @param policy milliseconds until the second attempt, longest wait in milliseconds, and largest
   *     number of attempts, 0 for any number: {@code 2000, 300000, 0}
   */
  public void failed(
      Exchange exchange,
      @ExchangeProperty(WORK) WorkItem work,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure,
      @Header(VaultHeaders.RETRY) String policy) {
    running.decrementAndGet();
    RetryPolicy retry = RetryPolicy.parse(policy);
    OperationException told = OperationException.told(failure);
    String reason = (told.getMessage() + " " + told.details()).strip();
    boolean again =
        passes(failure) && (retry.attempts() == 0 || work.attempts() < retry.attempts());
    LOG.warn(
        "Step {} of {} failed{}: {}",
        work.step().text(),
        work.subject(),
        again ? " and is tried again" : " and is given up",
        reason);
    LOG.debug("Its failure", failure);
    if (again) {
      giveBack(work, retry, reason);
      exchange.getMessage().setBody(null);
    } else {
      giveUp(work, reason);
      exchange
          .getMessage()
          .setBody(
              RegistryJson.bytes(
                  new DeadLetter(work.step().text(), work.subject(), work.attempts(), reason)));
    }
  }

  /**
   * Waits between attempts.
   *
   * @param first wait after the first attempt
   * @param longest longest wait
   * @param attempts largest number of attempts; 0 for any number
   */
  private record RetryPolicy(Duration first, Duration longest, int attempts) {

    static RetryPolicy parse(String text) {
      String[] parts = text.split("[, ]+");
      try {
        return new RetryPolicy(
            Duration.ofMillis(Long.parseLong(parts[0])),
            Duration.ofMillis(Long.parseLong(parts[1])),
            Integer.parseInt(parts[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            VaultHeaders.RETRY
                + " must be three numbers: first wait and longest wait in milliseconds, and"
                + " attempts, 0 for any number; was "
                + text,
            e);
      }
    }

    Duration wait(int attempt) {
      Duration doubled = first.multipliedBy(1L << Math.min(MAX_DOUBLINGS, attempt - 1));
      return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
  }

  private void giveBack(WorkItem work, RetryPolicy retry, String reason) {
    Instant due = records.now().plus(retry.wait(work.attempts()));
    records
        .database()
        .transaction(
            handle -> {
              records.work().giveBack(handle, work, due, reason);
              if (work.step().isOfRequest()) {
                records
                    .requests()
                    .putError(
                        handle,
                        work.subject(),
                        "Step " + work.step().text() + " is tried again at " + due + ": " + reason);
              }
              return true;
            });
  }

  private void giveUp(WorkItem work, String reason) {
    String caller = "vault-" + work.step().text();
    if (work.step() == WorkStep.SIGNING) {
      requests
          .find(work.subject())
          .ifPresent(request -> requests.fail(request.id(), VaultCaller.route(caller), reason));
    }
    records
        .database()
        .transaction(
            handle -> {
              boolean ofRequest = work.step().isOfRequest();
              if (ofRequest && work.step() != WorkStep.SIGNING) {
                records
                    .requests()
                    .putError(
                        handle,
                        work.subject(),
                        "Step " + work.step().text() + " was given up: " + reason);
              }
              if (work.step() != WorkStep.EVENT) {
                records.audit(
                    handle,
                    AuditNote.of(VaultCaller.route(caller), AuditAction.StepAbandoned)
                        .withRequestId(ofRequest ? work.subject() : null)
                        .withEntityId(work.step() == WorkStep.TRUST ? work.subject() : null)
                        .withDetail(work.step().text() + " " + work.subject() + ": " + reason));
              }
              records.work().done(handle, work);
              return true;
            });
  }

  /** Failures that pass: what is needed is away, or busy. */
  private static boolean passes(Exception failure) {
    OperationException known = OperationException.find(failure).orElse(null);
    FaultKind kind = known == null ? FaultKind.of(failure) : known.kind();
    return switch (kind) {
      case EXTERNAL_DEPENDENCY,
          MODULE_OFFLINE,
          TIMEOUT,
          COMMUNICATION,
          BUSY,
          OUT_OF_DATE,
          CANCELLED ->
          true;
      case REFUSED_BY_MODULE ->
          known != null && known.status() >= SERVER_FAULT && known.status() != NOT_IMPLEMENTED;
      default -> known == null && kind == FaultKind.INTERNAL;
    };
  }
}
