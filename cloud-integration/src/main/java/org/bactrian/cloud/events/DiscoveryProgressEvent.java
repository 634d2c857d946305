package org.bactrian.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a discovery as subscribers read it; the members are those of the discoverer's
 * message, which may be spelled in any case.
 *
 * @param requestId id of the request; null for a discovery that nobody asked for
 * @param eventType kind of progress, such as PortScanResult
 * @param discovererId module that discovers
 * @param requestDetails part of the request that is meant
 * @param timeStamp time of the progress by the discoverer's clock
 * @param workers number of probes under way
 * @param progress how much of the total is done
 * @param total all that there is to do
 * @param discovered number of things found
 * @param result what was found now, or what went wrong
 * @param resultDetails more of it
 */
@RecordBuilder
record DiscoveryProgressEvent(
    @Nullable String requestId,
    @Nullable String eventType,
    @Nullable String discovererId,
    @Nullable JsonNode requestDetails,
    @Nullable Instant timeStamp,
    @Nullable Integer workers,
    @Nullable Integer progress,
    @Nullable Integer total,
    @Nullable Integer discovered,
    @Nullable String result,
    @Nullable JsonNode resultDetails) {

  /** Age at which progress is of no use to anybody. */
  static final Duration STALE = Duration.ofSeconds(10);

  /** Request of a discoverer's message. */
  private record Asked(@Nullable String id) {}

  private record Sent(@Nullable Asked request) {}

  /**
   * Reads the message of a discoverer.
   *
   * @param sender module that sent it; empty when nobody knows
   * @throws org.bactrian.model.fault.OperationException of kind BAD_REQUEST when it is none
   */
  static DiscoveryProgressEvent read(byte[] message, ModuleId sender) {
    DiscoveryProgressEvent told = RegistryJson.read(message, DiscoveryProgressEvent.class);
    Asked asked = RegistryJson.read(message, Sent.class).request();
    return DiscoveryProgressEventBuilder.builder()
        .requestId(told.requestId == null && asked != null ? asked.id() : told.requestId)
        .eventType(told.eventType)
        .discovererId(sender.deviceId().isEmpty() ? told.discovererId : sender.toString())
        .requestDetails(withoutNull(told.requestDetails))
        .timeStamp(told.timeStamp)
        .workers(told.workers)
        .progress(told.progress)
        .total(told.total)
        .discovered(told.discovered)
        .result(told.result)
        .resultDetails(withoutNull(told.resultDetails))
        .build();
  }

  /** Discoverers write null for what there is none of, and subscribers get no such member. */
  private static @Nullable JsonNode withoutNull(@Nullable JsonNode details) {
    return details == null || details.isNull() ? null : details;
  }

  /** Returns true for progress of long ago. */
  boolean isStale(Instant now) {
    return timeStamp != null && timeStamp.isBefore(now.minus(STALE));
  }

  /** Groups of those who get it. */
  Set<String> groups() {
    Set<String> groups = new HashSet<>();
    if (requestId != null) {
      groups.add(LiveHubs.ofRequest(requestId));
    }
    if (discovererId != null) {
      groups.add(LiveHubs.ofDiscoverer(discovererId));
    }
    return groups;
  }
}
