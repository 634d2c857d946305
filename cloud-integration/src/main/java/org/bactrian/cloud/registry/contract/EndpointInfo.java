package org.bactrian.cloud.registry.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.EndpointRegistration;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as the registry knows it.
 *
 * @param registration the endpoint
 * @param applicationId application that it belongs to
 * @param activationState whether it may be used
 * @param endpointState how the connection to it stands
 * @param outOfSync true when the module has not taken over what the cloud wants
 * @param notSeenSince since when it is not seen, which is when it was disabled
 */
@RecordBuilder
public record EndpointInfo(
    EndpointRegistration registration,
    @Nullable String applicationId,
    EndpointActivationState activationState,
    @Nullable EndpointConnectivityState endpointState,
    @Nullable Boolean outOfSync,
    @Nullable Instant notSeenSince)
    implements EndpointInfoBuilder.With {}
