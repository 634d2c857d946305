package org.bactrian.edge.twin.contract;

import java.time.Instant;

/**
 * Range of values to read (Part 11, 6.4.3.2).
 *
 * @param startTime where the range begins; null for no beginning
 * @param endTime where the range ends; null for no end
 * @param numValues most values; 0 or null for as many as fit into an answer
 * @param returnBounds whether the values at the bounds are answered too; null for false
 */
public record ReadValuesDetails(
    Instant startTime, Instant endTime, Long numValues, Boolean returnBounds) {}
