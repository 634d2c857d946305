package org.bactrian.cloud.publisher;

import java.time.Duration;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.cloud.storage.DuePoll;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code jobLeases}: gives jobs to workers as time passes, and calls publishers to tell
 * them. Safe for use by many threads and replicas.
 */
public final class JobLeaseCalls {

  private static final Logger LOG = LoggerFactory.getLogger(JobLeaseCalls.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final LeaseAssignment assignment;
  private final LeaseNotices notices;
  private final DuePoll poll;
  private volatile boolean failing;

  /**
   * @param poll poll of the database of the others
   */
  JobLeaseCalls(LeaseAssignment assignment, LeaseNotices notices, DuePoll poll) {
    this.assignment = assignment;
    this.notices = notices;
    this.poll = poll;
  }

  /**
   * Ends leases of publishers that are silent and gives jobs that nobody has to others.
   *
   * @return calls to those that are to be told; none while the database cannot be used, which the
   *     log says once
   */
  public List<LeaseNotices.Notice> due() {
    if (!poll.isDue()) {
      return List.of();
    }
    try {
      if (assignment.isDue()) {
        assignment.assign();
      }
      assignment.untilSilence().ifPresent(poll::within);
      List<LeaseNotices.Notice> calls = notices.isDue() ? notices.take() : List.of();
      failing = false;
      return calls;
    } catch (OperationException e) {
      if (!failing) {
        failing = true;
        LOG.warn("Jobs cannot be assigned now, which is tried again: {}", e.getMessage());
      }
      return List.of();
    }
  }

  /** Addresses a call to its publisher. */
  public void address(Exchange exchange, @Body LeaseNotices.Notice notice) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(IotHubConstants.DEVICE_ID, notice.agent().deviceId());
    message.setHeader(IotHubConstants.MODULE_ID, notice.agent().moduleId());
    message.setHeader(IotHubConstants.METHOD_NAME, JobLeases.METHOD);
    Duration validity = notice.leases().validity();
    message.setHeader(
        IotHubConstants.RESPONSE_TIMEOUT,
        validity.compareTo(SHORTEST) < 0
            ? SHORTEST
            : validity.compareTo(LONGEST) > 0 ? LONGEST : validity);
    message.setBody(RegistryJson.bytes(notice.leases()));
  }

  /** Notes that a call did not arrive; the answer to the next heartbeat says the same again. */
  public void notDelivered(
      @Header(IotHubConstants.DEVICE_ID) String deviceId,
      @Header(IotHubConstants.MODULE_ID) String moduleId,
      @ExchangeException Exception cause) {
    LOG.debug(
        "{}/{} was not told of its leases; it is with its next heartbeat: {}",
        deviceId,
        moduleId,
        cause.getMessage());
  }
}
