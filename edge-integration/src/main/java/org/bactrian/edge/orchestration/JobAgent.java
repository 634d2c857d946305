package org.bactrian.edge.orchestration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.bactrian.edge.module.Site;
import org.bactrian.edge.module.TwinPart;
import org.bactrian.edge.publisher.group.WriterGroupSource;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.job.JobLeases.JobLease;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code jobAgent}: the workers of a publisher that gets its jobs from the cloud. It sends
 * heartbeats, and carries out what it has leases for. A lease that is not prolonged in time ends
 * here before the cloud gives the job to another publisher. The job is held then: messages that are
 * stored are sent, and servers keep new values until the cloud says who has it. Thread-safe.
 */
public final class JobAgent implements TwinPart {

  private static final Logger LOG = LoggerFactory.getLogger(JobAgent.class);

  /** Longest reason in a heartbeat for the error of a job, in characters. */
  private static final int LONGEST_REASON = 1_000;

  /**
   * Characters of all reasons together. With them and {@link WorkerHeartbeat#MAX_WORKERS} workers,
   * a heartbeat is smaller than the 256 KB that IoT Hub takes; one that did not arrive would cost
   * the publisher all its jobs, and the next one that gets them all of its own.
   */
  private static final int ALL_REASONS = 40_000;

  private final ModuleId module;
  private final Site site;
  private final JobConverter converter;
  private final JobGroups groups = new JobGroups();
  private final LeaseTimer timer;
  private final long session;
  private final TreeMap<Integer, Worker> workers = new TreeMap<>();
  private AgentSettings settings = AgentSettings.DEFAULT;
  private long notice;
  private boolean urgent;
  private boolean underWay;
  private boolean held;
  private boolean stopped;

  /**
   * @param module identity in IoT Hub
   * @param site site of the edge
   * @param defaults settings that jobs leave open
   * @param sessionMillis start of the process, milliseconds since 1970
   * @param nanos time that only grows, in nanoseconds
   */
  public JobAgent(
      ModuleId module,
      Site site,
      PublishingDefaults defaults,
      long sessionMillis,
      LongSupplier nanos) {
    this.module = module;
    this.site = site;
    this.converter = new JobConverter(defaults);
    this.session = sessionMillis;
    this.timer = new LeaseTimer(nanos);
    resize();
  }

  /** WriterGroups of its jobs. */
  public WriterGroupSource groups() {
    return groups;
  }

  @Override
  public synchronized ObjectNode apply(JsonNode desired) {
    AgentSettings before = settings;
    settings = AgentSettings.of(desired);
    if (!settings.equals(before)) {
      resize();
      publish();
      urgent = true;
    }
    return settings.reported(desired);
  }

  /** Adds workers or takes some away, those without a job first. */
  private void resize() {
    for (int number = 0; workers.size() < settings.maxWorkers(); number++) {
      workers.putIfAbsent(number, new Worker.Waiting());
    }
    while (workers.size() > settings.maxWorkers()) {
      int leaving =
          workers.descendingMap().entrySet().stream()
              .filter(worker -> worker.getValue() instanceof Worker.Waiting)
              .map(Map.Entry::getKey)
              .findFirst()
              .orElseGet(workers::lastKey);
      workers.remove(leaving);
    }
  }

  /**
   * Fills in the heartbeat that is to be sent now, or leaves the body null. Holds jobs whose lease
   * was not prolonged in time.
   */
  public void heartbeat(Exchange exchange) {
    Optional<WorkerHeartbeat> due = due();
    exchange.getMessage().setBody(null);
    due.ifPresent(heartbeat -> fill(exchange, heartbeat));
  }

  private static void fill(Exchange exchange, WorkerHeartbeat heartbeat) {
    exchange.getMessage().setBody(RegistryJson.bytes(heartbeat));
    exchange.getMessage().setHeader(TelemetryHeaders.CONTENT_TYPE, "application/json");
    exchange.getMessage().setHeader(TelemetryHeaders.CONTENT_ENCODING, "utf-8");
    exchange
        .getMessage()
        .setHeader(
            TelemetryHeaders.PROPERTIES,
            Map.of(
                "$$MessageSchema",
                WorkerHeartbeat.SCHEMA,
                "iothub-message-schema",
                WorkerHeartbeat.SCHEMA));
  }

  private synchronized Optional<WorkerHeartbeat> due() {
    if (!timer.isValid()) {
      expire();
    }
    if (stopped || underWay || !urgent && !timer.isDue(settings.heartbeatInterval())) {
      return Optional.empty();
    }
    urgent = false;
    underWay = true;
    return Optional.of(next(reports()));
  }

  /** Notes that a heartbeat has left, or could not be sent. */
  public synchronized void sent() {
    underWay = false;
  }

  private WorkerHeartbeat next(List<WorkerReport> reports) {
    return new WorkerHeartbeat(
        session, timer.next(), notice, settings.heartbeatInterval(), capabilities(), reports);
  }

  private List<WorkerReport> reports() {
    long failed = workers.values().stream().filter(Worker.Failed.class::isInstance).count();
    int longest = (int) Math.min(LONGEST_REASON, ALL_REASONS / Math.max(1, failed));
    List<WorkerReport> reports = new ArrayList<>();
    workers.forEach((number, worker) -> reports.add(worker.report(number, longest)));
    return reports;
  }

  private Map<String, String> capabilities() {
    Map<String, String> capabilities = new HashMap<>(settings.capabilities());
    capabilities.put("Type", "publisher");
    capabilities.put("SiteId", site.name().orElse(module.deviceId()));
    capabilities.put("DeviceId", module.deviceId());
    capabilities.put("ModuleId", module.moduleId());
    return capabilities;
  }

  /**
   * Method UpdateJobLeases: takes the jobs that the workers have now.
   *
   * @return whether it was taken; false when it is late, or for another process
   */
  public synchronized boolean update(@Body byte[] request) {
    JobLeases leases = RegistryJson.read(request, JobLeases.class);
    boolean late = leases.session() != session || leases.notice() <= notice || stopped;
    if (late || !timer.answer(leases.heartbeat(), leases.validity())) {
      return false;
    }
    notice = leases.notice();
    Map<Integer, JobLease> told = new HashMap<>();
    leases.leases().forEach(lease -> told.put(lease.worker(), lease));
    boolean changed = false;
    for (Map.Entry<Integer, Worker> worker : workers.entrySet()) {
      Worker before = worker.getValue();
      Worker after = before.told(told.get(worker.getKey()), converter);
      if (!after.equals(before)) {
        log(worker.getKey(), before, after);
        worker.setValue(after);
        changed = true;
      }
    }
    if (changed) {
      publish();
    }
    if (held) {
      held = false;
      groups.hold(false);
    }
    urgent |= changed || !leases.complete();
    return true;
  }

  private static void log(int number, Worker before, Worker after) {
    if (after instanceof Worker.Failed failed) {
      LOG.error("{} cannot be carried out: {}", failed.lease(), failed.reason());
    } else if (after instanceof Worker.Processing processing) {
      LOG.info("{} is published now", processing.lease());
      processing.job().faults().forEach(LOG::error);
    } else if (before instanceof Worker.Processing processing) {
      LOG.info("{} is published no more by worker {}", processing.lease(), number);
    }
  }

  /** Holds jobs whose lease has ended, until the cloud says whether another publisher has them. */
  private void expire() {
    timer.end();
    boolean any = workers.values().stream().anyMatch(worker -> !(worker instanceof Worker.Waiting));
    if (held || !any) {
      return;
    }
    held = true;
    groups.hold(true);
    LOG.warn(
        "The cloud has not answered heartbeats for {} ms, so the leases of all jobs have ended and"
            + " nothing is published of them. Messages that are stored are sent. The jobs go on"
            + " when the cloud answers and no other publisher has them; the servers keep their"
            + " values until then, as at an outage.",
        TimeUnit.NANOSECONDS.toMillis(timer.nanosSinceAnswer().orElse(0)));
  }

  private void publish() {
    Map<String, JobConverter.Result> jobs = new LinkedHashMap<>();
    workers
        .values()
        .forEach(
            worker -> {
              if (worker instanceof Worker.Processing processing) {
                jobs.put(processing.lease().jobId(), processing.job());
              }
            });
    groups.set(jobs);
  }

  /** Ends all jobs for good, and fills in the heartbeat that hands them back to the cloud. */
  public void stop(Exchange exchange) {
    WorkerHeartbeat last;
    synchronized (this) {
      stopped = true;
      workers.clear();
      publish();
      last = next(List.of());
    }
    fill(exchange, last);
  }
}
