package org.bactrian.cloud.vault.contract;

/**
 * A revocation list.
 *
 * @param issuer distinguished name of the issuer
 * @param crl the list, DER
 */
public record RevocationListInfo(String issuer, byte[] crl) {}
