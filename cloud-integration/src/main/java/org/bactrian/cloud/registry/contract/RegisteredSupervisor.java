package org.bactrian.cloud.registry.contract;

/**
 * A module that serves endpoints.
 *
 * @param id id of device and module
 * @param siteId site that it is in
 * @param logLevel how much it logs
 * @param outOfSync true when it has not taken over what the cloud wants
 * @param connected true when it is connected
 * @param version version of the module, as it reports it
 */
public record RegisteredSupervisor(
    String id,
    String siteId,
    TraceLogLevel logLevel,
    Boolean outOfSync,
    Boolean connected,
    String version) {}
