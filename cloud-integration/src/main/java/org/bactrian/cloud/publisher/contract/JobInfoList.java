package org.bactrian.cloud.publisher.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs.
 *
 * @param continuationToken what to ask for the next page with; left out on the last
 * @param jobs jobs in the order of their ids
 */
public record JobInfoList(@Nullable String continuationToken, List<JobInfo> jobs) {

  public JobInfoList {
    jobs = List.copyOf(jobs);
  }
}
