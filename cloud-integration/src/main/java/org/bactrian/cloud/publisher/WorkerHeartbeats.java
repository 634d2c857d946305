package org.bactrian.cloud.publisher;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code workerHeartbeats}: takes heartbeats of publishers. Safe for use by many threads
 * and replicas.
 */
public final class WorkerHeartbeats {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerHeartbeats.class);

  private final HeartbeatStore store;
  private final LeaseAssignment assignment;
  private final LeaseNotices notices;
  private final LongAdder taken = new LongAdder();
  private final LongAdder refused = new LongAdder();

  WorkerHeartbeats(HeartbeatStore store, LeaseAssignment assignment, LeaseNotices notices) {
    this.store = store;
    this.assignment = assignment;
    this.notices = notices;
  }

  /**
   * Takes a heartbeat, and gives jobs to workers that have none.
   *
   * @param properties properties of the message, in which IoT Hub names the sender
   * @return what the publisher is to be told; nothing for a heartbeat that is late or came twice
   * @throws UnreadableHeartbeatException when it cannot be meant
   */
  public List<LeaseNotices.Notice> take(
      @Body String body, @Headers Map<String, Object> properties) {
    Agent agent = HeartbeatReader.sender(properties);
    WorkerHeartbeat heartbeat = HeartbeatReader.read(agent, body);
    HeartbeatStore.Outcome outcome = store.take(agent, heartbeat);
    taken.increment();
    for (WorkerReport report : outcome.refused()) {
      refused.increment();
      LOG.warn(
          "{} reports a job whose lease it does not hold: {}. It is told to end it.",
          ShownText.of(agent.workerId(report.worker())),
          report.job());
    }
    if (!outcome.isNewest()) {
      return List.of();
    }
    if (assignment.isDue()) {
      assignment.assign();
    }
    return notices.take(agent).stream().toList();
  }

  /** Heartbeats that were taken since the start. */
  long taken() {
    return taken.sum();
  }

  /** Reports of jobs whose lease the worker did not hold, since the start. */
  long refused() {
    return refused.sum();
  }
}
