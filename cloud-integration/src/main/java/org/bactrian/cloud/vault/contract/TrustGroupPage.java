package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of trust groups.
 *
 * @param registrations what it holds
 * @param nextPageLink what to ask for the next page with; null on the last
 */
public record TrustGroupPage(
    List<TrustGroupRegistration> registrations, @Nullable String nextPageLink) {
  public TrustGroupPage {
    registrations = List.copyOf(registrations);
  }
}
