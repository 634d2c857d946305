package org.bactrian.model.registry;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A way in which a user of an endpoint may sign in.
 *
 * @param id id of the user token policy
 * @param credentialType what the user shows
 * @param securityPolicy URI of the policy that protects what is shown
 * @param configuration what else the method needs, as the server said
 */
public record AuthenticationMethod(
    @Nullable String id,
    @Nullable CredentialType credentialType,
    @Nullable String securityPolicy,
    @Nullable JsonNode configuration) {}
