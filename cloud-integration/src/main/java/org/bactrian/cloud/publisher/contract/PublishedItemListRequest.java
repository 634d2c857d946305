package org.bactrian.cloud.publisher.contract;

import org.jspecify.annotations.Nullable;

/**
 * Request for the nodes of an endpoint that are published.
 *
 * @param continuationToken what the page before came with; null for the first
 */
public record PublishedItemListRequest(@Nullable String continuationToken) {}
