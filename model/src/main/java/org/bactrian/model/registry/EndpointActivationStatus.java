package org.bactrian.model.registry;

/**
 * Whether a module serves an endpoint.
 *
 * @param id id of the endpoint
 * @param activationState whether it does
 */
public record EndpointActivationStatus(String id, EndpointActivationState activationState) {}
