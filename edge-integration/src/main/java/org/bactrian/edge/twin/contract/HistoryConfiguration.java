package org.bactrian.edge.twin.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the history of a variable (Part 11, 5.2.2); null for what the server does not
 * tell.
 *
 * @param stepped whether a value holds until the next one, instead of a line between the two
 * @param definition where the values come from, for people
 * @param maxTimeInterval longest time between two values
 * @param minTimeInterval shortest time between two values
 * @param exceptionDeviation smallest change that is recorded
 * @param exceptionDeviationType what exceptionDeviation is measured in
 * @param startOfArchive time of the first value
 * @param endOfArchive time of the last value
 * @param startOfOnlineArchive time of the first value that is there without waiting
 * @param serverTimestampSupported whether values have a server timestamp besides
 * @param aggregateConfiguration how aggregates treat values that are bad or missing
 * @param aggregateFunctions node ids of the aggregates that this history allows, by name
 */
@RecordBuilder
public record HistoryConfiguration(
    @Nullable Boolean stepped,
    @Nullable String definition,
    @Nullable Duration maxTimeInterval,
    @Nullable Duration minTimeInterval,
    @Nullable Double exceptionDeviation,
    @Nullable ExceptionDeviationType exceptionDeviationType,
    @Nullable Instant startOfArchive,
    @Nullable Instant endOfArchive,
    @Nullable Instant startOfOnlineArchive,
    @Nullable Boolean serverTimestampSupported,
    @Nullable AggregateConfiguration aggregateConfiguration,
    @Nullable Map<String, String> aggregateFunctions) {}
