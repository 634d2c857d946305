package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Results of writing attributes.
 *
 * @param results one for each that was sent, in that order
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record WriteResponse(List<AttributeWriteResponse> results, @Nullable ErrorInfo errorInfo) {

  public WriteResponse {
    results = results == null ? null : List.copyOf(results);
  }
}
