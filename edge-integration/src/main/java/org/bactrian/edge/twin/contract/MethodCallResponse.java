package org.bactrian.edge.twin.contract;

import java.util.List;

/**
 * Result of a method call.
 *
 * @param results what it returned
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record MethodCallResponse(List<MethodCallArgument> results, ErrorInfo errorInfo) {

  public MethodCallResponse {
    results = results == null ? null : List.copyOf(results);
  }
}
