package org.bactrian.cloud.publisher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.publisher.contract.JobInfo;
import org.bactrian.cloud.publisher.contract.JobInfoList;
import org.bactrian.cloud.publisher.contract.JobInfoQuery;
import org.bactrian.cloud.publisher.contract.JobLifetimeData;
import org.bactrian.cloud.publisher.contract.ProcessMode;
import org.bactrian.cloud.publisher.contract.ProcessingStatus;
import org.bactrian.cloud.publisher.contract.RedundancyConfig;
import org.bactrian.model.job.JobStatus;
import org.bactrian.model.registry.RegistryJson;

/** The bean {@code jobs}: operations on jobs. */
public final class Jobs {

  private static final String LIST = "JobInfo";
  private static final int MAX_PAGE = 1_000;

  private final JobService jobs;

  Jobs(JobService jobs) {
    this.jobs = jobs;
  }

  /** ListJobs: a page of all jobs, or of the query that a token belongs to. */
  public JobInfoList listJobs(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    if (continuationToken == null || continuationToken.isEmpty()) {
      return page(JobInfoQuery.ALL, "", pageSize);
    }
    JsonNode position = ContinuationToken.position(continuationToken, LIST);
    return page(
        RegistryJson.read(position.path("query"), JobInfoQuery.class),
        ContinuationToken.id(position, "after"),
        pageSize == null ? Integer.valueOf(position.path("size").asInt()) : pageSize);
  }

  /** QueryJobs: the first page of the jobs that are asked for; none without a body means all. */
  public JobInfoList queryJobs(@Body JobInfoQuery query, @Header("pageSize") Integer pageSize) {
    return page(query == null ? JobInfoQuery.ALL : query, "", pageSize);
  }

  /** GetJob: one job. */
  public JobInfo getJob(@Header("id") String id) {
    return info(jobs.get(id));
  }

  /** CancelJob: ends a job. */
  public void cancelJob(@Header("id") String id) {
    jobs.cancel(id);
  }

  /** RestartJob: lets a job be carried out again. */
  public void restartJob(@Header("id") String id) {
    jobs.restart(id);
  }

  /** DeleteJob: removes a job. */
  public void deleteJob(@Header("id") String id) {
    jobs.delete(id);
  }

  private JobInfoList page(JobInfoQuery query, String after, Integer pageSize) {
    int size = Math.min(MAX_PAGE, ContinuationToken.size(pageSize));
    boolean isPossible = query.name() == null || ShownText.isId(query.name());
    List<StoredJob> found = isPossible ? jobs.list(query, after, size + 1) : List.of();
    List<StoredJob> shown = found.subList(0, Math.min(size, found.size()));
    if (found.size() <= size) {
      return new JobInfoList(null, shown.stream().map(Jobs::info).toList());
    }
    ObjectNode position = ContinuationToken.positionOf(LIST);
    position.set("query", RegistryJson.tree(query));
    position.put("size", size).put("after", shown.get(size - 1).id());
    return new JobInfoList(
        ContinuationToken.text(position), shown.stream().map(Jobs::info).toList());
  }

  private static JobInfo info(StoredJob job) {
    return new JobInfo(
        job.id(),
        job.name(),
        JobInfo.CONFIGURATION_TYPE,
        job.configuration().withoutSecrets(),
        job.demands(),
        RedundancyConfig.ONE,
        new JobLifetimeData(
            job.status() == JobStatus.Active ? null : job.status(),
            job.reason(),
            job.holder()
                .map(holder -> Map.of(holder.agent().workerId(holder.worker()), status(holder)))
                .orElse(Map.of()),
            job.updated(),
            job.created()));
  }

  private static ProcessingStatus status(StoredJob.Holder holder) {
    return new ProcessingStatus(
        holder.lastSeen(),
        JsonNodeFactory.instance.objectNode().put("lease", holder.lease()),
        ProcessMode.Active);
  }
}
