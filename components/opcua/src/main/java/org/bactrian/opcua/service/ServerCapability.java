package org.bactrian.opcua.service;

import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Capabilities that servers report (Part 5, 6.3.2 and 6.3.11; Part 11, 5.4.2). */
public enum ServerCapability {
  MIN_SUPPORTED_SAMPLE_RATE(NodeIds.Server_ServerCapabilities_MinSupportedSampleRate),
  MAX_BROWSE_CONTINUATION_POINTS(NodeIds.Server_ServerCapabilities_MaxBrowseContinuationPoints),
  MAX_QUERY_CONTINUATION_POINTS(NodeIds.Server_ServerCapabilities_MaxQueryContinuationPoints),
  MAX_HISTORY_CONTINUATION_POINTS(NodeIds.Server_ServerCapabilities_MaxHistoryContinuationPoints),
  MAX_ARRAY_LENGTH(NodeIds.Server_ServerCapabilities_MaxArrayLength),
  MAX_STRING_LENGTH(NodeIds.Server_ServerCapabilities_MaxStringLength),
  MAX_BYTE_STRING_LENGTH(NodeIds.Server_ServerCapabilities_MaxByteStringLength),
  MAX_NODES_PER_BROWSE(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse),
  MAX_NODES_PER_READ(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead),
  MAX_NODES_PER_WRITE(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerWrite),
  MAX_NODES_PER_METHOD_CALL(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerMethodCall),
  MAX_NODES_PER_HISTORY_READ_DATA(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadData),
  MAX_NODES_PER_HISTORY_READ_EVENTS(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryReadEvents),
  MAX_NODES_PER_HISTORY_UPDATE_DATA(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryUpdateData),
  MAX_NODES_PER_HISTORY_UPDATE_EVENTS(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerHistoryUpdateEvents),
  MAX_NODES_PER_REGISTER_NODES(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRegisterNodes),
  MAX_NODES_PER_TRANSLATE_BROWSE_PATHS(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerTranslateBrowsePathsToNodeIds),
  MAX_NODES_PER_NODE_MANAGEMENT(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerNodeManagement),
  MAX_MONITORED_ITEMS_PER_CALL(
      NodeIds.Server_ServerCapabilities_OperationLimits_MaxMonitoredItemsPerCall),
  MAX_SESSIONS(NodeIds.Server_ServerCapabilities_MaxSessions),
  MAX_SUBSCRIPTIONS(NodeIds.Server_ServerCapabilities_MaxSubscriptions),
  MAX_MONITORED_ITEMS(NodeIds.Server_ServerCapabilities_MaxMonitoredItems),
  MAX_SUBSCRIPTIONS_PER_SESSION(NodeIds.Server_ServerCapabilities_MaxSubscriptionsPerSession),
  MAX_MONITORED_ITEMS_PER_SUBSCRIPTION(
      NodeIds.Server_ServerCapabilities_MaxMonitoredItemsPerSubscription),
  MAX_SELECT_CLAUSE_PARAMETERS(NodeIds.Server_ServerCapabilities_MaxSelectClauseParameters),
  MAX_WHERE_CLAUSE_PARAMETERS(NodeIds.Server_ServerCapabilities_MaxWhereClauseParameters),
  MAX_MONITORED_ITEMS_QUEUE_SIZE(NodeIds.Server_ServerCapabilities_MaxMonitoredItemsQueueSize),
  LOCALE_IDS(NodeIds.Server_ServerCapabilities_LocaleIdArray),
  SERVER_PROFILES(NodeIds.Server_ServerCapabilities_ServerProfileArray),
  CONFORMANCE_UNITS(NodeIds.Server_ServerCapabilities_ConformanceUnits),
  HISTORY_ACCESS_DATA(NodeIds.HistoryServerCapabilities_AccessHistoryDataCapability),
  HISTORY_ACCESS_EVENTS(NodeIds.HistoryServerCapabilities_AccessHistoryEventsCapability),
  HISTORY_MAX_RETURN_DATA_VALUES(NodeIds.HistoryServerCapabilities_MaxReturnDataValues),
  HISTORY_MAX_RETURN_EVENT_VALUES(NodeIds.HistoryServerCapabilities_MaxReturnEventValues),
  HISTORY_INSERT_DATA(NodeIds.HistoryServerCapabilities_InsertDataCapability),
  HISTORY_REPLACE_DATA(NodeIds.HistoryServerCapabilities_ReplaceDataCapability),
  HISTORY_UPDATE_DATA(NodeIds.HistoryServerCapabilities_UpdateDataCapability),
  HISTORY_DELETE_RAW(NodeIds.HistoryServerCapabilities_DeleteRawCapability),
  HISTORY_DELETE_AT_TIME(NodeIds.HistoryServerCapabilities_DeleteAtTimeCapability),
  HISTORY_INSERT_EVENT(NodeIds.HistoryServerCapabilities_InsertEventCapability),
  HISTORY_REPLACE_EVENT(NodeIds.HistoryServerCapabilities_ReplaceEventCapability),
  HISTORY_UPDATE_EVENT(NodeIds.HistoryServerCapabilities_UpdateEventCapability),
  HISTORY_DELETE_EVENT(NodeIds.HistoryServerCapabilities_DeleteEventCapability),
  HISTORY_INSERT_ANNOTATION(NodeIds.HistoryServerCapabilities_InsertAnnotationCapability),
  HISTORY_SERVER_TIMESTAMPS(NodeIds.HistoryServerCapabilities_ServerTimestampSupported);

  private final NodeId node;

  ServerCapability(NodeId node) {
    this.node = node;
  }

  /** The variable that says it. */
  NodeId node() {
    return node;
  }
}
