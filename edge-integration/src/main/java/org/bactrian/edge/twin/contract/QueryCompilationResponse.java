package org.bactrian.edge.twin.contract;

/**
 * Compiled filter of a query.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 * @param eventFilter the filter; null when the query is wrong
 */
public record QueryCompilationResponse(ErrorInfo errorInfo, EventFilter eventFilter) {}
