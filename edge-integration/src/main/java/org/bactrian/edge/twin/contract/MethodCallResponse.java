package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of a method call.
 *
 * @param results what it returned
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record MethodCallResponse(List<MethodCallArgument> results, @Nullable ErrorInfo errorInfo) {

  public MethodCallResponse {
    results = results == null ? null : List.copyOf(results);
  }
}
