package org.bactrian.cloud.registry.contract;

/**
 * A module that publishes.
 *
 * @param id id of device and module
 * @param siteId site that it is in
 * @param logLevel how much it logs
 * @param configuration how it works
 * @param outOfSync true when it has not taken over what the cloud wants
 * @param connected true when it is connected
 * @param version version of the module, as it reports it
 */
public record RegisteredPublisher(
    String id,
    String siteId,
    TraceLogLevel logLevel,
    PublisherConfig configuration,
    Boolean outOfSync,
    Boolean connected,
    String version) {}
