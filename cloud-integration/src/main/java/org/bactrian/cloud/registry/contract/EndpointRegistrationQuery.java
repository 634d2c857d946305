package org.bactrian.cloud.registry.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.ServerSecurityMode;
import org.jspecify.annotations.Nullable;

/**
 * Query that selects endpoints; what is left out does not matter.
 *
 * @param url URL that the server gave, in any case of letters
 * @param certificate thumbprint
 * @param securityMode mode
 * @param securityPolicy URI of the policy
 * @param activated whether they are active
 * @param connected whether they are connected
 * @param endpointState how their connection stands; asks for active and connected ones
 * @param includeNotSeenSince true asks for those that are disabled, too
 * @param discovererId discoverer that found them
 * @param applicationId application that they belong to
 * @param supervisorId module that serves them
 * @param siteOrGatewayId site, or gateway where no site was given
 */
@RecordBuilder
public record EndpointRegistrationQuery(
    @Nullable String url,
    @Nullable String certificate,
    @Nullable ServerSecurityMode securityMode,
    @Nullable String securityPolicy,
    @Nullable Boolean activated,
    @Nullable Boolean connected,
    @Nullable EndpointConnectivityState endpointState,
    @Nullable Boolean includeNotSeenSince,
    @Nullable String discovererId,
    @Nullable String applicationId,
    @Nullable String supervisorId,
    @Nullable String siteOrGatewayId) {}
