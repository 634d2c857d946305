package org.bactrian.cloud.registry.contract;

/**
 * Update of a supervisor; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 * @param logLevel how much to log
 */
public record SupervisorUpdate(String siteId, TraceLogLevel logLevel) {}
