package org.bactrian.cloud.publisher;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.JobReport;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.time.LogInterval;
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
  private final LogInterval refusedInterval = new LogInterval(Duration.ofSeconds(10));
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
    refused(agent, outcome.refused());
    if (!outcome.isNewest()) {
      return List.of();
    }
    if (assignment.isDue()) {
      assignment.assign();
    }
    return notices.take(agent).stream().toList();
  }

  private void refused(Agent agent, List<WorkerReport> reports) {
    refused.add(reports.size());
    if (!reports.isEmpty() && refusedInterval.isDue()) {
      WorkerReport report = reports.get(0);
      JobReport job = report.job();
      LOG.warn(
          "{} reports a job whose lease it does not hold: {}. It is told to end it. {} such reports"
              + " so far; this is {}.",
          ShownText.of(agent.workerId(report.worker())),
          job == null ? "none" : ShownText.of(job.jobId()),
          refused.sum(),
          refusedInterval);
    }
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
