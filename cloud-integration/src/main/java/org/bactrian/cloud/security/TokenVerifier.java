package org.bactrian.cloud.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Verifies bearer tokens: a token of the configured issuer in production, else one that {@link
 * LocalTokens} issued. Safe for use by several threads.
 */
public final class TokenVerifier {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);

  /** Types of tokens: access tokens by RFC 9068, section 2.1. A token need not say. */
  private static final Set<JOSEObjectType> TYPES =
      new HashSet<>(
          Arrays.asList(
              JOSEObjectType.JWT,
              new JOSEObjectType("at+jwt"),
              new JOSEObjectType("application/at+jwt"),
              null));

  /** Longest time for an issuer to hand out its keys. */
  private static final Duration KEYS_TIMEOUT = Duration.ofSeconds(5);

  /** Longest use of known keys while the issuer does not answer. */
  private static final Duration KEYS_OUTAGE = Duration.ofHours(4);

  private static final int KEYS_LIMIT_BYTES = 256 * 1024;

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private TokenVerifier(JWKSource<SecurityContext> keys, String issuer, String audience) {
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp")));
  }

  /** Takes the tokens of this machine only. */
  public static TokenVerifier of(LocalTokens tokens) {
    return new TokenVerifier(
        new ImmutableJWKSet<>(tokens.publicKeys()), LocalTokens.ISSUER, LocalTokens.AUDIENCE);
  }

  /**
   * Takes the tokens of an issuer only. Its keys are fetched when the first token comes, again when
   * a token names one that is not known, and at most twice in half a minute.
   */
  public static TokenVerifier of(OidcIssuer issuer) {
    int timeout = (int) KEYS_TIMEOUT.toMillis();
    try {
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(
                  issuer.keys().toURL(),
                  new DefaultResourceRetriever(timeout, timeout, KEYS_LIMIT_BYTES))
              .retrying(true)
              .outageTolerant(KEYS_OUTAGE.toMillis())
              .build();
      return new TokenVerifier(keys, issuer.issuer(), issuer.audience());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("The keys of the token issuer have no URL", e);
    }
  }

  /**
   * Tells who the bearer is. May wait for the issuer's keys, so never call it on an event loop.
   *
   * @throws TokenRefusedException when the token is no token, out of date, of another issuer or for
   *     another audience
   * @throws OperationException of kind EXTERNAL_DEPENDENCY when the issuer's keys cannot be had
   */
  public Caller verify(String token) throws TokenRefusedException {
    try {
      return caller(processor.process(token, null));
    } catch (ParseException e) {
      throw new TokenRefusedException("The bearer token is not a JSON Web Token.");
    } catch (ExpiredJWTException e) {
      throw new TokenRefusedException("The bearer token has expired. Get a new one.");
    } catch (KeySourceException e) {
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY,
          "The keys of the token issuer cannot be had at the moment.",
          e);
    } catch (BadJOSEException | JOSEException e) {
      throw new TokenRefusedException(
          "The bearer token is not of the issuer and for the audience that this API takes.");
    }
  }

  private static Caller caller(JWTClaimsSet claims) throws TokenRefusedException {
    EnumSet<Permission> permissions = EnumSet.of(Permission.READ);
    for (String role : roles(claims)) {
      Permission.ofRole(role).ifPresent(permissions::add);
    }
    String subject = claims.getSubject();
    return new Caller(subject == null ? "" : subject, permissions);
  }

  private static List<String> roles(JWTClaimsSet claims) throws TokenRefusedException {
    Object roles = claims.getClaim("roles");
    if (roles == null) {
      return List.of();
    }
    if (roles instanceof String role) {
      return List.of(role);
    }
    if (roles instanceof Collection<?> several) {
      return several.stream().map(String::valueOf).toList();
    }
    throw new TokenRefusedException("The roles of the bearer token are not a list of names.");
  }
}
