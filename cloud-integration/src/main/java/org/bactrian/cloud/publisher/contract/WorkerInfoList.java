package org.bactrian.cloud.publisher.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of workers.
 *
 * @param continuationToken what to ask for the next page with; left out on the last
 * @param workers workers in the order of their ids
 */
public record WorkerInfoList(@Nullable String continuationToken, List<WorkerInfo> workers) {

  public WorkerInfoList {
    workers = List.copyOf(workers);
  }
}
