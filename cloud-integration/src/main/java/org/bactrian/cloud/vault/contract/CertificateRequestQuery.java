package org.bactrian.cloud.vault.contract;

import org.jspecify.annotations.Nullable;

/**
 * Filter of requests.
 *
 * @param entityId entity; null for any
 * @param state state; null for any
 */
public record CertificateRequestQuery(
    @Nullable String entityId, @Nullable CertificateRequestState state) {

  /** All. */
  public static final CertificateRequestQuery ALL = new CertificateRequestQuery(null, null);
}
