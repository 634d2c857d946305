package org.bactrian.edge.twin.contract;

import java.time.Instant;

/**
 * Range of events to read (Part 11, 6.4.2).
 *
 * @param startTime where the range begins; null for no beginning
 * @param endTime where the range ends; null for no end
 * @param numEvents most events; 0 or null for as many as fit into an answer
 * @param filter which events, with which fields; null for the fields of BaseEventType of all
 */
public record ReadEventsDetails(
    Instant startTime, Instant endTime, Long numEvents, EventFilter filter) {}
