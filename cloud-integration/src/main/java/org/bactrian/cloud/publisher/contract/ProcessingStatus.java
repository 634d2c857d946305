package org.bactrian.cloud.publisher.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work of one worker on a job.
 *
 * @param lastKnownHeartbeat time of the last heartbeat of its publisher
 * @param lastKnownState number of the lease, as {@code {"lease": 7}}
 * @param processMode part that it has
 */
public record ProcessingStatus(
    @Nullable Instant lastKnownHeartbeat,
    @Nullable JsonNode lastKnownState,
    @Nullable ProcessMode processMode) {}
