package org.bactrian.cloud.registry.contract;

import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.ServerSecurityMode;

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
public record EndpointRegistrationQuery(
    String url,
    String certificate,
    ServerSecurityMode securityMode,
    String securityPolicy,
    Boolean activated,
    Boolean connected,
    EndpointConnectivityState endpointState,
    Boolean includeNotSeenSince,
    String discovererId,
    String applicationId,
    String supervisorId,
    String siteOrGatewayId) {}
