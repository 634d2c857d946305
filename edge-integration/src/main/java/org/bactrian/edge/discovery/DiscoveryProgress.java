package org.bactrian.edge.discovery;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Map;
import org.bactrian.model.discovery.DiscoveryStart;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a discovery, as reported to the cloud.
 *
 * @param discovererId module that discovers
 * @param request what it was asked
 * @param requestDetails which part of it is meant: {@code url} and {@code address} of a server
 * @param timeStamp when this was so
 * @param eventType what has happened
 * @param workers what is under way at once
 * @param total all that there is to do; of a request that waits, its place in the queue
 * @param progress what is done of it
 * @param discovered what was found
 * @param result what was found now, or what went wrong
 * @param resultDetails more of it
 */
@RecordBuilder
public record DiscoveryProgress(
    String discovererId,
    DiscoveryStart request,
    @Nullable Map<String, String> requestDetails,
    Instant timeStamp,
    DiscoveryProgressType eventType,
    @Nullable Integer workers,
    @Nullable Integer total,
    @Nullable Integer progress,
    @Nullable Integer discovered,
    @Nullable String result,
    @Nullable Map<String, String> resultDetails)
    implements DiscoveryProgressBuilder.With {

  public DiscoveryProgress {
    requestDetails = requestDetails == null ? null : Map.copyOf(requestDetails);
    resultDetails = resultDetails == null ? null : Map.copyOf(resultDetails);
  }
}
