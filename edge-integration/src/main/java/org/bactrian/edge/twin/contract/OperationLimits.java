package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

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
    @Nullable Double minSupportedSampleRate,
    @Nullable Integer maxBrowseContinuationPoints,
    @Nullable Integer maxQueryContinuationPoints,
    @Nullable Integer maxHistoryContinuationPoints,
    @Nullable Long maxArrayLength,
    @Nullable Long maxStringLength,
    @Nullable Long maxByteStringLength,
    @Nullable Long maxNodesPerBrowse,
    @Nullable Long maxNodesPerRead,
    @Nullable Long maxNodesPerWrite,
    @Nullable Long maxNodesPerMethodCall,
    @Nullable Long maxNodesPerHistoryReadData,
    @Nullable Long maxNodesPerHistoryReadEvents,
    @Nullable Long maxNodesPerHistoryUpdateData,
    @Nullable Long maxNodesPerHistoryUpdateEvents,
    @Nullable Long maxNodesPerRegisterNodes,
    @Nullable Long maxNodesPerTranslatePathsToNodeIds,
    @Nullable Long maxNodesPerNodeManagement,
    @Nullable Long maxMonitoredItemsPerCall) {}
