package org.bactrian.cloud.registry.contract;

import org.jspecify.annotations.Nullable;

/**
 * Update of a supervisor; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 * @param logLevel how much to log
 */
public record SupervisorUpdate(@Nullable String siteId, @Nullable TraceLogLevel logLevel) {}
