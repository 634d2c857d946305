package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Compiled filter of a query.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 * @param eventFilter the filter; null when the query is wrong
 */
public record QueryCompilationResponse(
    @Nullable ErrorInfo errorInfo, @Nullable EventFilter eventFilter) {}
