package org.bactrian.localazure.keyvault.auth;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/** Lets requests in that carry a valid bearer token. */
public record TokenCheck(VaultTokens tokens) implements Handler<RoutingContext> {

  private static final String SCHEME = "Bearer ";

  @Override
  public void handle(RoutingContext context) {
    String header = context.request().getHeader("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new KeyVaultFaultException(
          KeyVaultFault.UNAUTHORIZED, "AKV10000: Request is missing a Bearer or PoP token.");
    }
    tokens.require(header.substring(SCHEME.length()).trim());
    context.next();
  }
}
