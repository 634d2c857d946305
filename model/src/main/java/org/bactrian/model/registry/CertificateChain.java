package org.bactrian.model.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of a server and those that it rests on.
 *
 * @param chain certificates in the order that the server gave them in
 * @param status what is wrong with it, as far as it can be told without a list of trust
 */
public record CertificateChain(
    @Nullable List<CertificateInfo> chain, @Nullable List<X509ChainStatus> status) {

  public CertificateChain {
    chain = chain == null ? null : List.copyOf(chain);
    status = status == null ? null : List.copyOf(status);
  }
}
