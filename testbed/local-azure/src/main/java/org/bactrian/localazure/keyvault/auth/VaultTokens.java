package org.bactrian.localazure.keyvault.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;

/**
 * Issues and checks the access tokens of the local vault, in place of Microsoft Entra ID: JSON Web
 * Tokens for one client application. Safe for use by several threads.
 */
public final class VaultTokens {

  /** The resource that tokens are for, in the challenge and in their audience. */
  public static final String RESOURCE = "https://vault.azure.net";

  /** Time that a token is good for. */
  public static final Duration LIFETIME = Duration.ofHours(1);

  private static final int MAX_TOKEN_LENGTH = 8 * 1024;

  private final VaultClient client;
  private final byte[] key;
  private final Clock clock;

  /**
   * Tokens for a client.
   *
   * @param key what they are signed with, 32 bytes
   */
  public VaultTokens(VaultClient client, byte[] key, Clock clock) {
    this.client = client;
    this.key = key.clone();
    this.clock = clock;
  }

  /** The application that gets tokens. */
  public VaultClient client() {
    return client;
  }

  /** Returns whether these are the id and the secret of the client. */
  boolean isClient(String id, String secret) {
    return client.id().equals(id)
        && MessageDigest.isEqual(
            client.secret().getBytes(StandardCharsets.UTF_8),
            secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Issues a token for the vault. */
  public String issue() {
    return issue(RESOURCE, LIFETIME);
  }

  /** Issues a token for an audience, which may be none that the vault takes. */
  String issue(String audience, Duration lifetime) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .audience(audience)
            .subject(client.id())
            .claim("appid", client.id())
            .claim("tid", client.tenant())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java cannot sign a token", e);
    }
    return token.serialize();
  }

  /**
   * Checks a token: its signature, issuer, audience and time.
   *
   * @throws KeyVaultFaultException when it opens nothing here
   */
  void require(String token) {
    JWTClaimsSet claims = signedClaims(token);
    if (!issuer().equals(claims.getIssuer())) {
      throw refused("IDX10205: The token's issuer is not this vault's");
    }
    if (!claims.getAudience().contains(RESOURCE)) {
      throw refused("AKV10022: Invalid audience. Expected " + RESOURCE);
    }
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    Date begin = claims.getNotBeforeTime();
    if (end == null || !end.toInstant().isAfter(now)) {
      throw refused("IDX10223: The token has expired");
    }
    // Tokens carry whole seconds.
    if (begin != null && begin.toInstant().isAfter(now.plusSeconds(1))) {
      throw refused("IDX10222: The token is not valid yet");
    }
  }

  private JWTClaimsSet signedClaims(String token) {
    try {
      if (token.length() <= MAX_TOKEN_LENGTH) {
        SignedJWT signed = SignedJWT.parse(token);
        boolean ours = JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm());
        if (ours && signed.verify(new MACVerifier(key))) {
          return signed.getJWTClaimsSet();
        }
      }
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw refused("AKV10000: The token cannot be read");
    }
    throw refused("IDX10511: The token is not signed for this vault");
  }

  private String issuer() {
    return "https://localhost/" + client.tenant() + "/v2.0";
  }

  private static KeyVaultFaultException refused(String message) {
    return new KeyVaultFaultException(KeyVaultFault.UNAUTHORIZED, message);
  }
}
