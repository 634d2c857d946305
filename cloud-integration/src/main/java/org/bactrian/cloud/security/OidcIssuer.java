package org.bactrian.cloud.security;

import java.net.URI;
import java.util.Objects;
import org.bactrian.web.http.LoopbackHost;

/**
 * Issuer whose tokens are accepted in production.
 *
 * @param issuer the {@code iss} of its tokens, such as {@code
 *     https://login.microsoftonline.com/TENANT/v2.0}
 * @param audience the {@code aud} of tokens that are meant for this API
 * @param keys where its keys are published as a JWK set, an HTTPS URL unless it is on loopback
 */
public record OidcIssuer(String issuer, String audience, URI keys) {

  public OidcIssuer {
    requireText(issuer, "issuer");
    requireText(audience, "audience");
    Objects.requireNonNull(keys, "keys");
    if (!"https".equals(keys.getScheme()) && !isLoopback(keys)) {
      throw new IllegalArgumentException(
          "The keys of the token issuer must come over https, and not from "
              + keys
              + ", where anyone between could put in keys of their own");
    }
  }

  private static boolean isLoopback(URI uri) {
    return "http".equals(uri.getScheme()) && LoopbackHost.matches(uri.getHost());
  }

  private static void requireText(String text, String name) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("The " + name + " of tokens must not be empty");
    }
  }
}
