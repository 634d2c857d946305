package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Operation limits of a server (Part 5, 6.3.11); null where it names none.
 *
 * @param minSupportedSampleRate ms between two samples, at least
 * @param maxBrowseContinuationPoints browses that may be under way
 * @param maxQueryContinuationPoints queries that may be under way
 * @param maxHistoryContinuationPoints reads of history that may be under way
 * @param maxArrayLength elements of an array
 * @param maxStringLength bytes of a text
 * @param maxByteStringLength bytes of a ByteString
 * @param maxNodesPerBrowse nodes in one Browse
 * @param maxNodesPerRead nodes in one Read
 * @param maxNodesPerWrite nodes in one Write
 * @param maxNodesPerMethodCall methods in one Call
 * @param maxNodesPerHistoryReadData nodes in one HistoryRead of values
 * @param maxNodesPerHistoryReadEvents nodes in one HistoryRead of events
 * @param maxNodesPerHistoryUpdateData nodes in one HistoryUpdate of values
 * @param maxNodesPerHistoryUpdateEvents nodes in one HistoryUpdate of events
 * @param maxNodesPerRegisterNodes nodes in one RegisterNodes
 * @param maxNodesPerTranslatePathsToNodeIds paths in one TranslateBrowsePathsToNodeIds
 * @param maxNodesPerNodeManagement nodes in one AddNodes or the like
 * @param maxMonitoredItemsPerCall monitored items in one call
 */
@RecordBuilder
public record OperationLimits(
    Double minSupportedSampleRate,
    Integer maxBrowseContinuationPoints,
    Integer maxQueryContinuationPoints,
    Integer maxHistoryContinuationPoints,
    Long maxArrayLength,
    Long maxStringLength,
    Long maxByteStringLength,
    Long maxNodesPerBrowse,
    Long maxNodesPerRead,
    Long maxNodesPerWrite,
    Long maxNodesPerMethodCall,
    Long maxNodesPerHistoryReadData,
    Long maxNodesPerHistoryReadEvents,
    Long maxNodesPerHistoryUpdateData,
    Long maxNodesPerHistoryUpdateEvents,
    Long maxNodesPerRegisterNodes,
    Long maxNodesPerTranslatePathsToNodeIds,
    Long maxNodesPerNodeManagement,
    Long maxMonitoredItemsPerCall) {}
