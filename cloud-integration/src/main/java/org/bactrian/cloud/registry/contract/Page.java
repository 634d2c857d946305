package org.bactrian.cloud.registry.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a list.
 *
 * @param <T> type of the entries
 * @param items entries of this page
 * @param continuationToken what to ask for the next page with; left out on the last
 */
public record Page<T>(List<T> items, @Nullable String continuationToken) {

  public Page {
    items = items == null ? null : List.copyOf(items);
  }
}
