package org.bactrian.model.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Filter that selects the endpoints to activate as soon as they are found.
 *
 * @param trustLists names of trust lists that vouch for a certificate; kept, and since no list can
 *     be looked up, nothing passes where it is given, filled or empty
 * @param securityPolicies URIs of policies that pass; any passes when left out
 * @param securityMode weakest mode that passes; SignAndEncrypt for Best or when left out
 */
public record EndpointActivationFilter(
    @Nullable List<String> trustLists,
    @Nullable List<String> securityPolicies,
    @Nullable ServerSecurityMode securityMode) {

  public EndpointActivationFilter {
    trustLists = trustLists == null ? null : List.copyOf(trustLists);
    securityPolicies = securityPolicies == null ? null : List.copyOf(securityPolicies);
  }

  /** Returns whether nothing is filtered for, which stands for no filter. */
  public boolean filtersNothing() {
    return trustLists == null && securityPolicies == null && securityMode == null;
  }
}
