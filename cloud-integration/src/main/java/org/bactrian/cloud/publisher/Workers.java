package org.bactrian.cloud.publisher;

import java.util.List;
import org.apache.camel.Header;
import org.bactrian.cloud.paging.ContinuationToken;
import org.bactrian.cloud.publisher.contract.WorkerInfo;
import org.bactrian.cloud.publisher.contract.WorkerInfoList;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/** The bean {@code workers}: operations on workers of publishers. */
public final class Workers {

  private static final String LIST = "WorkerInfo";
  private static final int MAX_PAGE = 1_000;

  private final WorkerStore store;

  Workers(WorkerStore store) {
    this.store = store;
  }

  /** ListWorkers: a page of all workers. */
  public WorkerInfoList listWorkers(
      @Header("continuationToken") String continuationToken, @Header("pageSize") Integer pageSize) {
    String after =
        continuationToken == null || continuationToken.isEmpty()
            ? ""
            : ContinuationToken.id(ContinuationToken.position(continuationToken, LIST), "after");
    int size = Math.min(MAX_PAGE, ContinuationToken.size(pageSize));
    List<WorkerInfo> found = store.list(after, size + 1);
    if (found.size() <= size) {
      return new WorkerInfoList(null, found);
    }
    List<WorkerInfo> shown = found.subList(0, size);
    return new WorkerInfoList(
        ContinuationToken.text(
            ContinuationToken.positionOf(LIST).put("after", shown.get(size - 1).workerId())),
        shown);
  }

  /** GetWorker: one worker. */
  public WorkerInfo getWorker(@Header("id") String id) {
    return store.find(id).orElseThrow(() -> missing(id));
  }

  /** DeleteWorker: forgets a worker; one that lives comes back with its next heartbeat. */
  public void deleteWorker(@Header("id") String id) {
    if (!store.delete(id)) {
      throw missing(id);
    }
  }

  private static OperationException missing(String id) {
    return new OperationException(
        FaultKind.NOT_FOUND,
        "There is no worker %s. GET /publisher/v2/workers lists those that there are."
            .formatted(ShownText.of(id)));
  }
}
