package org.bactrian.cloud.contract;

/**
 * The vault. Beyond what version 2.7 has, certificates are revoked by an operation of their own,
 * the audit is listed, groups on elliptic curves have two more algorithms, and the two operations
 * that shared the ids of others have ids of their own.
 */
final class VaultContractTest extends ServiceFacts {

  VaultContractTest() {
    super("vault");
  }
}
