package org.bactrian.edge.twin.contract;

import java.time.Instant;

/**
 * Range of values to delete (Part 11, 6.9.5).
 *
 * @param startTime where the range begins; null for no beginning
 * @param endTime where the range ends; null for no end
 */
public record DeleteValuesDetails(Instant startTime, Instant endTime) {}
