package org.bactrian.cloud.publisher.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of nodes that are published.
 *
 * @param items nodes in the order of their writers
 * @param continuationToken what to ask for the next page with; left out on the last
 */
public record PublishedItemListResponse(
    List<PublishedItem> items, @Nullable String continuationToken) {

  public PublishedItemListResponse {
    items = List.copyOf(items);
  }
}
