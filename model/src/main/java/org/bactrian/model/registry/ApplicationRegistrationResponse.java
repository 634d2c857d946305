package org.bactrian.model.registry;

/**
 * Answer to a registration.
 *
 * @param id id of the application
 */
public record ApplicationRegistrationResponse(String id) {}
