package org.bactrian.model.registry;

import org.jspecify.annotations.Nullable;

/**
 * A server to be found by its URL and registered.
 *
 * @param discoveryUrl where the server is asked for its endpoints; required
 * @param id id of the request, made up unless given
 * @param activationFilter which of its endpoints become active at once
 */
public record ServerRegistrationRequest(
    @Nullable String discoveryUrl,
    @Nullable String id,
    @Nullable EndpointActivationFilter activationFilter) {}
