package org.bactrian.cloud.vault.contract;

import java.util.List;

/**
 * Revocation lists of a group and its parents.
 *
 * @param chain that of the group first
 */
public record RevocationListChain(List<RevocationListInfo> chain) {
  public RevocationListChain {
    chain = List.copyOf(chain);
  }
}
