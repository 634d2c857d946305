package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of requests.
 *
 * @param requests what it holds
 * @param nextPageLink what to ask for the next page with; null on the last
 */
public record CertificateRequestPage(
    List<CertificateRequestRecord> requests, @Nullable String nextPageLink) {
  public CertificateRequestPage {
    requests = List.copyOf(requests);
  }
}
