package org.bactrian.cloud.registry.contract;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.model.registry.ApplicationType;
import org.jspecify.annotations.Nullable;

/**
 * Query that selects applications; what is left out does not matter.
 *
 * @param applicationType what they are
 * @param applicationUri their URI, in any case of letters
 * @param productUri URI of the product
 * @param applicationName name, in the language given
 * @param locale language that they have a name in
 * @param capability what they can
 * @param discoveryProfileUri URI of the discovery profile
 * @param gatewayServerUri URI of the server that leads to them
 * @param siteOrGatewayId site, or gateway where no site was given
 * @param includeNotSeenSince true asks for those that are disabled, too
 * @param discovererId discoverer that found them
 */
@RecordBuilder
public record ApplicationRegistrationQuery(
    @Nullable ApplicationType applicationType,
    @Nullable String applicationUri,
    @Nullable String productUri,
    @Nullable String applicationName,
    @Nullable String locale,
    @Nullable String capability,
    @Nullable String discoveryProfileUri,
    @Nullable String gatewayServerUri,
    @Nullable String siteOrGatewayId,
    @Nullable Boolean includeNotSeenSince,
    @Nullable String discovererId)
    implements ApplicationRegistrationQueryBuilder.With {}
