package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the history of a variable.
 *
 * @param configuration how it is recorded; null, which is written, when it cannot be told
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record HistoryConfigurationResponse(
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable HistoryConfiguration configuration,
    @Nullable ErrorInfo errorInfo) {}
