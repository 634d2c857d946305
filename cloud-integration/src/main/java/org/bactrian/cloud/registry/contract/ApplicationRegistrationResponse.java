package org.bactrian.cloud.registry.contract;

/**
 * Answer to a registration.
 *
 * @param id id of the application
 */
public record ApplicationRegistrationResponse(String id) {}
