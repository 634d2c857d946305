package org.bactrian.cloud.publisher.contract;

import java.time.Instant;
import org.bactrian.model.job.WorkerStatus;
import org.jspecify.annotations.Nullable;

/**
 * A worker of a publisher.
 *
 * @param workerId id of the worker
 * @param agentId publisher that it belongs to
 * @param status its state as it was last told; null for {@link WorkerStatus#Stopped}
 * @param lastSeen time of the last heartbeat
 */
public record WorkerInfo(
    String workerId, String agentId, @Nullable WorkerStatus status, Instant lastSeen) {}
