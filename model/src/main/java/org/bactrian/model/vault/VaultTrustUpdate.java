package org.bactrian.model.vault;

/**
 * New trust list of an application of a Global Discovery Server, the payload of the direct method
 * {@link #METHOD}.
 *
 * @param applicationUri URI of the application
 * @param trustList the whole list
 */
public record VaultTrustUpdate(String applicationUri, VaultTrustList trustList) {

  /** Name of the direct method. */
  public static final String METHOD = "UpdateApplicationTrustList_V2";
}
