package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Update of a publisher; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 * @param configuration how to work; empty texts and maps and zero remove a setting
 * @param logLevel how much to log
 */
public record PublisherUpdate(
    @Nullable String siteId,
    @Nullable PublisherConfig configuration,
    @Nullable TraceLogLevel logLevel) {}
