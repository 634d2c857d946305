package org.bactrian.cloud.registry.contract;

/**
 * Update of a publisher; what is left out stays.
 *
 * @param siteId site; an empty text removes it
 * @param configuration how to work; empty texts and maps and zero remove a setting
 * @param logLevel how much to log
 */
public record PublisherUpdate(
    String siteId, PublisherConfig configuration, TraceLogLevel logLevel) {}
