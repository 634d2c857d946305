package org.bactrian.edge.twin;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.bactrian.edge.twin.contract.HistoryServerCapabilities;
import org.bactrian.edge.twin.contract.HistoryServerCapabilitiesBuilder;
import org.bactrian.edge.twin.contract.OperationLimits;
import org.bactrian.edge.twin.contract.OperationLimitsBuilder;
import org.bactrian.edge.twin.contract.ServerCapabilitiesResponse;
import org.bactrian.edge.twin.contract.ServerCapabilitiesResponseBuilder;
import org.bactrian.opcua.service.ServerCapability;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.jspecify.annotations.Nullable;

/** Converts the capabilities that a server states to the contract. */
record ServerCapabilityReader(
    ServerView server, org.bactrian.opcua.service.ServerCapabilities told) {

  ServerCapabilitiesResponse toContract() {
    return ServerCapabilitiesResponseBuilder.builder()
        .operationLimits(limits())
        .supportedLocales(told.texts(ServerCapability.LOCALE_IDS))
        .serverProfileArray(told.texts(ServerCapability.SERVER_PROFILES))
        .modellingRules(names(told.modellingRules()))
        .aggregateFunctions(names(told.aggregateFunctions()))
        .maxSessions(limit(ServerCapability.MAX_SESSIONS))
        .maxSubscriptions(limit(ServerCapability.MAX_SUBSCRIPTIONS))
        .maxMonitoredItems(limit(ServerCapability.MAX_MONITORED_ITEMS))
        .maxSubscriptionsPerSession(limit(ServerCapability.MAX_SUBSCRIPTIONS_PER_SESSION))
        .maxMonitoredItemsPerSubscription(
            limit(ServerCapability.MAX_MONITORED_ITEMS_PER_SUBSCRIPTION))
        .maxSelectClauseParameters(limit(ServerCapability.MAX_SELECT_CLAUSE_PARAMETERS))
        .maxWhereClauseParameters(limit(ServerCapability.MAX_WHERE_CLAUSE_PARAMETERS))
        .maxMonitoredItemsQueueSize(limit(ServerCapability.MAX_MONITORED_ITEMS_QUEUE_SIZE))
        .conformanceUnits(texts(ServerCapability.CONFORMANCE_UNITS))
        .build();
  }

  HistoryServerCapabilities toHistoryContract() {
    return HistoryServerCapabilitiesBuilder.builder()
        .supportsHistoricData(told.flag(ServerCapability.HISTORY_ACCESS_DATA).orElse(false))
        .supportsHistoricEvents(told.flag(ServerCapability.HISTORY_ACCESS_EVENTS).orElse(false))
        .maxReturnDataValues(limit(ServerCapability.HISTORY_MAX_RETURN_DATA_VALUES))
        .maxReturnEventValues(limit(ServerCapability.HISTORY_MAX_RETURN_EVENT_VALUES))
        .insertDataCapability(flag(ServerCapability.HISTORY_INSERT_DATA))
        .replaceDataCapability(flag(ServerCapability.HISTORY_REPLACE_DATA))
        .updateDataCapability(flag(ServerCapability.HISTORY_UPDATE_DATA))
        .deleteRawCapability(flag(ServerCapability.HISTORY_DELETE_RAW))
        .deleteAtTimeCapability(flag(ServerCapability.HISTORY_DELETE_AT_TIME))
        .insertEventCapability(flag(ServerCapability.HISTORY_INSERT_EVENT))
        .replaceEventCapability(flag(ServerCapability.HISTORY_REPLACE_EVENT))
        .updateEventCapability(flag(ServerCapability.HISTORY_UPDATE_EVENT))
        .deleteEventCapability(flag(ServerCapability.HISTORY_DELETE_EVENT))
        .insertAnnotationCapability(flag(ServerCapability.HISTORY_INSERT_ANNOTATION))
        .serverTimestampSupported(flag(ServerCapability.HISTORY_SERVER_TIMESTAMPS))
        .aggregateFunctions(names(told.historyAggregateFunctions()))
        .build();
  }

  private @Nullable Boolean flag(ServerCapability capability) {
    return told.flag(capability).orElse(null);
  }

  private OperationLimits limits() {
    OptionalDouble rate = told.duration(ServerCapability.MIN_SUPPORTED_SAMPLE_RATE);
    return OperationLimitsBuilder.builder()
        .minSupportedSampleRate(
            rate.isPresent() && rate.getAsDouble() > 0 ? rate.getAsDouble() : null)
        .maxBrowseContinuationPoints(count(ServerCapability.MAX_BROWSE_CONTINUATION_POINTS))
        .maxQueryContinuationPoints(count(ServerCapability.MAX_QUERY_CONTINUATION_POINTS))
        .maxHistoryContinuationPoints(count(ServerCapability.MAX_HISTORY_CONTINUATION_POINTS))
        .maxArrayLength(limit(ServerCapability.MAX_ARRAY_LENGTH))
        .maxStringLength(limit(ServerCapability.MAX_STRING_LENGTH))
        .maxByteStringLength(limit(ServerCapability.MAX_BYTE_STRING_LENGTH))
        .maxNodesPerBrowse(limit(ServerCapability.MAX_NODES_PER_BROWSE))
        .maxNodesPerRead(limit(ServerCapability.MAX_NODES_PER_READ))
        .maxNodesPerWrite(limit(ServerCapability.MAX_NODES_PER_WRITE))
        .maxNodesPerMethodCall(limit(ServerCapability.MAX_NODES_PER_METHOD_CALL))
        .maxNodesPerHistoryReadData(limit(ServerCapability.MAX_NODES_PER_HISTORY_READ_DATA))
        .maxNodesPerHistoryReadEvents(limit(ServerCapability.MAX_NODES_PER_HISTORY_READ_EVENTS))
        .maxNodesPerHistoryUpdateData(limit(ServerCapability.MAX_NODES_PER_HISTORY_UPDATE_DATA))
        .maxNodesPerHistoryUpdateEvents(limit(ServerCapability.MAX_NODES_PER_HISTORY_UPDATE_EVENTS))
        .maxNodesPerRegisterNodes(limit(ServerCapability.MAX_NODES_PER_REGISTER_NODES))
        .maxNodesPerTranslatePathsToNodeIds(
            limit(ServerCapability.MAX_NODES_PER_TRANSLATE_BROWSE_PATHS))
        .maxNodesPerNodeManagement(limit(ServerCapability.MAX_NODES_PER_NODE_MANAGEMENT))
        .maxMonitoredItemsPerCall(limit(ServerCapability.MAX_MONITORED_ITEMS_PER_CALL))
        .build();
  }

  /** Null where there is no limit, which zero and absence both mean. */
  private @Nullable Long limit(ServerCapability capability) {
    OptionalLong number = told.number(capability);
    return number.isPresent() && number.getAsLong() > 0 ? number.getAsLong() : null;
  }

  private @Nullable Integer count(ServerCapability capability) {
    Long limit = limit(capability);
    return limit == null ? null : limit.intValue();
  }

  private @Nullable List<String> texts(ServerCapability capability) {
    List<String> texts = told.texts(capability);
    return texts.isEmpty() ? null : texts;
  }

  /** Node ids by name; null for none. */
  private @Nullable Map<String, String> names(List<ReferenceDescription> references) {
    Map<String, String> names = new TreeMap<>();
    for (ReferenceDescription reference : references) {
      names.put(server.text(reference.getBrowseName()), server.text(reference.getNodeId()));
    }
    return names.isEmpty() ? null : names;
  }
}
