package org.bactrian.cloud.vault.contract;

import java.util.List;
import org.bactrian.model.registry.CertificateInfo;
import org.jspecify.annotations.Nullable;

/**
 * A page of certificates.
 *
 * @param certificates what it holds
 * @param nextPageLink what to ask for the next page with; null on the last
 */
public record CertificatePage(List<CertificateInfo> certificates, @Nullable String nextPageLink) {
  public CertificatePage {
    certificates = List.copyOf(certificates);
  }
}
