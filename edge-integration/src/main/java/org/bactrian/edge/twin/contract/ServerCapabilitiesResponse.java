package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Capabilities of a server (Part 5, 6.3.2). Some names begin with a capital letter in the contract.
 *
 * @param operationLimits how much it takes at once
 * @param supportedLocales languages of its texts
 * @param serverProfileArray profiles that it claims
 * @param modellingRules node ids of modelling rules by name
 * @param aggregateFunctions node ids of aggregates by name
 * @param maxSessions sessions at once
 * @param maxSubscriptions subscriptions at once
 * @param maxMonitoredItems monitored items at once
 * @param maxSubscriptionsPerSession subscriptions of one session
 * @param maxMonitoredItemsPerSubscription monitored items of one subscription
 * @param maxSelectClauseParameters fields of an event filter
 * @param maxWhereClauseParameters conditions of an event filter
 * @param maxMonitoredItemsQueueSize values in the queue of a monitored item
 * @param conformanceUnits conformance units that it claims
 */
@RecordBuilder
public record ServerCapabilitiesResponse(
    OperationLimits operationLimits,
    List<String> supportedLocales,
    List<String> serverProfileArray,
    @Nullable Map<String, String> modellingRules,
    @Nullable Map<String, String> aggregateFunctions,
    @JsonProperty("MaxSessions") @Nullable Long maxSessions,
    @JsonProperty("MaxSubscriptions") @Nullable Long maxSubscriptions,
    @JsonProperty("MaxMonitoredItems") @Nullable Long maxMonitoredItems,
    @JsonProperty("MaxSubscriptionsPerSession") @Nullable Long maxSubscriptionsPerSession,
    @JsonProperty("MaxMonitoredItemsPerSubscription")
        @Nullable Long maxMonitoredItemsPerSubscription,
    @JsonProperty("MaxSelectClauseParameters") @Nullable Long maxSelectClauseParameters,
    @JsonProperty("MaxWhereClauseParameters") @Nullable Long maxWhereClauseParameters,
    @JsonProperty("MaxMonitoredItemsQueueSize") @Nullable Long maxMonitoredItemsQueueSize,
    @Nullable List<String> conformanceUnits) {

  public ServerCapabilitiesResponse {
    supportedLocales = supportedLocales == null ? null : List.copyOf(supportedLocales);
    serverProfileArray = serverProfileArray == null ? null : List.copyOf(serverProfileArray);
    modellingRules = modellingRules == null ? null : Map.copyOf(modellingRules);
    aggregateFunctions = aggregateFunctions == null ? null : Map.copyOf(aggregateFunctions);
    conformanceUnits = conformanceUnits == null ? null : List.copyOf(conformanceUnits);
  }
}
