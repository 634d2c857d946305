package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a change of a history.
 *
 * @param results one for each value, time or event, in their order; empty for a range of time, null
 *     when the server carried nothing out
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record HistoryUpdateResponse(
    @Nullable List<ErrorInfo> results, @Nullable ErrorInfo errorInfo) {

  public HistoryUpdateResponse {
    results = results == null ? null : List.copyOf(results);
  }
}
