package org.bactrian.edge.twin.contract;

/**
 * Request to compile a query to a filter.
 *
 * @param header for whom and how; null for the defaults
 * @param query text of the query
 * @param queryType what it selects; null for events
 */
public record QueryCompilationRequest(RequestHeader header, String query, QueryType queryType) {}
