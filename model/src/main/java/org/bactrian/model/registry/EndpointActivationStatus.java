package org.bactrian.model.registry;

/**
 * State of an endpoint in the module that serves it.
 *
 * @param id id of the endpoint
 * @param activationState whether it does
 */
public record EndpointActivationStatus(String id, EndpointActivationState activationState) {}
