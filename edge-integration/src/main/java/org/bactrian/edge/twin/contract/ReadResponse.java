package org.bactrian.edge.twin.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of attributes.
 *
 * @param results one for each that was asked for, in that order
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ReadResponse(List<AttributeReadResponse> results, @Nullable ErrorInfo errorInfo) {

  public ReadResponse {
    results = results == null ? null : List.copyOf(results);
  }
}
