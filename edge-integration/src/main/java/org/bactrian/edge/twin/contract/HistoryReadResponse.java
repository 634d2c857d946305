package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * History of a node, or the next part of it.
 *
 * @param history what was read; null, which is written, when it could not be read
 * @param continuationToken asks for the rest; null when there is none
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record HistoryReadResponse<H>(
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable H history,
    @Nullable String continuationToken,
    @Nullable ErrorInfo errorInfo) {

  /** Returns the answer that says what went wrong. */
  public static <H> HistoryReadResponse<H> failed(@Nullable ErrorInfo error) {
    return new HistoryReadResponse<>(null, null, error);
  }
}
