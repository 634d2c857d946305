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

  /**
   * Returns whether the filter lets an endpoint become active by itself. One with trust lists lets
   * none: nothing may become active by a condition that was not checked.
   */
  public boolean passes(Endpoint endpoint) {
    String policy = endpoint.securityPolicy();
    return trustLists == null
        && level(endpoint.securityMode(), ServerSecurityMode.None)
            >= level(securityMode, ServerSecurityMode.Best)
        && (securityPolicies == null
            || securityPolicies.stream().anyMatch(one -> one.equalsIgnoreCase(policy)));
  }

  private static int level(@Nullable ServerSecurityMode mode, ServerSecurityMode unset) {
    return switch (mode == null ? unset : mode) {
      case None -> 0;
      case Sign -> 1;
      case SignAndEncrypt, Best -> 2;
    };
  }
}
