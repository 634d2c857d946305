package org.bactrian.cloud.vault.certificate;

/**
 * URLs that certificates name, at which everybody finds the issuer and its revocation list.
 *
 * @param base URL of the cloud without a slash at its end; empty when certificates name none
 */
public record DistributionUrls(String base) {

  /** Returns whether certificates name URLs. */
  public boolean isNamed() {
    return !base.isEmpty();
  }

  /** URL of the certificate of an issuer, DER. */
  public String issuer(String serial) {
    return base + "/vault/v2/issuer/" + serial;
  }

  /** URL of the revocation list of an issuer, DER. */
  public String crl(String serial) {
    return base + "/vault/v2/crl/" + serial;
  }
}
