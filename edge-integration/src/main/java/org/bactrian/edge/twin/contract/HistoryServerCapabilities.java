package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Access to history that a server reports (Part 11, 5.4.2); null for what it does not report.
 *
 * @param supportsHistoricData whether it has history of values
 * @param supportsHistoricEvents whether it has history of events
 * @param maxReturnDataValues values in one answer; null for no limit
 * @param maxReturnEventValues events in one answer; null for no limit
 * @param insertDataCapability whether values can be inserted
 * @param replaceDataCapability whether values can be replaced
 * @param updateDataCapability whether values can be inserted or replaced at once
 * @param deleteRawCapability whether values of a range can be deleted
 * @param deleteAtTimeCapability whether values at times can be deleted
 * @param insertEventCapability whether events can be inserted
 * @param replaceEventCapability whether events can be replaced
 * @param updateEventCapability whether events can be inserted or replaced at once
 * @param deleteEventCapability whether events can be deleted
 * @param insertAnnotationCapability whether annotations can be inserted
 * @param serverTimestampSupported whether values have a server timestamp besides
 * @param aggregateFunctions node ids of the aggregates that can be computed, by name
 */
@RecordBuilder
public record HistoryServerCapabilities(
    Boolean supportsHistoricData,
    Boolean supportsHistoricEvents,
    @Nullable Long maxReturnDataValues,
    @Nullable Long maxReturnEventValues,
    @Nullable Boolean insertDataCapability,
    @Nullable Boolean replaceDataCapability,
    @Nullable Boolean updateDataCapability,
    @Nullable Boolean deleteRawCapability,
    @Nullable Boolean deleteAtTimeCapability,
    @Nullable Boolean insertEventCapability,
    @Nullable Boolean replaceEventCapability,
    @Nullable Boolean updateEventCapability,
    @Nullable Boolean deleteEventCapability,
    @Nullable Boolean insertAnnotationCapability,
    @Nullable Boolean serverTimestampSupported,
    @Nullable Map<String, String> aggregateFunctions) {}
