package org.bactrian.cloud.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bactrian.model.job.JobLeases;
import org.bactrian.model.job.JobLeases.JobLease;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.job.WorkerHeartbeat;
import org.bactrian.model.job.WorkerHeartbeat.JobReport;
import org.bactrian.model.job.WorkerHeartbeat.WorkerReport;
import org.bactrian.model.job.WorkerStatus;
import org.bactrian.model.registry.RegistryJson;

/** A publisher that does what it is told, one heartbeat at a time. */
final class SimulatedPublisher {

  static final Duration INTERVAL = Duration.ofSeconds(3);

  /** A little more than the milliseconds for which a lease holds without a heartbeat. */
  static final long A_LEASE = INTERVAL.toMillis() * 7 / 4 + 1;

  final Agent agent;
  private final PublisherDatabase cloud;
  private final String site;
  private final int workers;
  private final Map<Integer, JobLease> jobs = new TreeMap<>();
  private long session = 1;
  private long number;
  private long notice;
  private String failure;

  SimulatedPublisher(PublisherDatabase cloud, String device, String site, int workers) {
    this.agent = new Agent(device, "publisher");
    this.cloud = cloud;
    this.site = site;
    this.workers = workers;
  }

  /** Sends a heartbeat and does what the answer says. */
  SimulatedPublisher beat() {
    take(send(next()));
    return this;
  }

  /** Sends heartbeats until nothing changes. */
  SimulatedPublisher settle() {
    return beat().beat();
  }

  WorkerHeartbeat next() {
    List<WorkerReport> reports = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      JobLease job = jobs.get(worker);
      reports.add(
          job == null
              ? new WorkerReport(worker, WorkerStatus.WaitingForJob, null)
              : new WorkerReport(worker, WorkerStatus.ProcessingJob, report(job)));
    }
    return new WorkerHeartbeat(
        session, ++number, notice, INTERVAL, Map.of("SiteId", site), reports);
  }

  private JobReport report(JobLease job) {
    return new JobReport(
        job.jobId(),
        job.lease(),
        job.jobHash(),
        failure == null ? JobStatus.Active : JobStatus.Error,
        failure);
  }

  List<LeaseNotices.Notice> send(WorkerHeartbeat heartbeat) {
    return cloud.heartbeats.take(
        RegistryJson.text(heartbeat),
        Map.of(
            "iothub-connection-device-id",
            agent.deviceId(),
            "iothub-connection-module-id",
            agent.moduleId()));
  }

  /** Does what calls to this publisher say. */
  void take(List<LeaseNotices.Notice> notices) {
    notices.stream()
        .filter(told -> told.agent().equals(agent))
        .map(LeaseNotices.Notice::leases)
        .forEach(this::take);
  }

  private void take(JobLeases leases) {
    if (leases.session() != session || leases.notice() <= notice) {
      return;
    }
    notice = leases.notice();
    Map<Integer, JobLease> before = Map.copyOf(jobs);
    jobs.clear();
    for (JobLease lease : leases.leases()) {
      JobLease known = before.get(lease.worker());
      if (lease.configuration() != null) {
        jobs.put(lease.worker(), lease);
      } else if (known != null && known.jobId().equals(lease.jobId())) {
        assertThat(known.lease()).isEqualTo(lease.lease());
        jobs.put(lease.worker(), known);
      }
    }
  }

  /** Reports jobs as failed from now on. */
  void fail(String reason) {
    failure = reason;
  }

  /** A new process of the same module. */
  void restart() {
    session++;
    number = 0;
    notice = 0;
    jobs.clear();
  }

  /** Hands all jobs back. */
  void stop() {
    jobs.clear();
    send(new WorkerHeartbeat(session, ++number, notice, INTERVAL, Map.of(), List.of()));
  }

  List<String> running() {
    return jobs.values().stream().map(JobLease::jobId).sorted().toList();
  }

  Optional<JobLease> lease(String jobId) {
    return jobs.values().stream().filter(job -> job.jobId().equals(jobId)).findFirst();
  }
}
