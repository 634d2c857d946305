package org.bactrian.cloud.registry.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the sites that have applications.
 *
 * @param sites names of sites, or ids of gateways where no site was given
 * @param continuationToken what to ask for the next page with; left out on the last
 */
public record ApplicationSites(List<String> sites, @Nullable String continuationToken) {

  public ApplicationSites {
    sites = sites == null ? null : List.copyOf(sites);
  }
}
