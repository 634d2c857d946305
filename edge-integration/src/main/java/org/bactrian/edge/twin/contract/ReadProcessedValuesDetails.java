package org.bactrian.edge.twin.contract;

import java.time.Duration;
import java.time.Instant;

/**
 * Aggregates to read (Part 11, 6.4.4).
 *
 * @param startTime where the range begins; null for no beginning
 * @param endTime where the range ends; null for no end
 * @param processingInterval length of the intervals; null or zero for one over the whole range
 * @param aggregateType name or node id of the aggregate
 * @param aggregateConfiguration how bad values are treated; null for what the server does by
 *     default
 */
public record ReadProcessedValuesDetails(
    Instant startTime,
    Instant endTime,
    Duration processingInterval,
    String aggregateType,
    AggregateConfiguration aggregateConfiguration) {}
