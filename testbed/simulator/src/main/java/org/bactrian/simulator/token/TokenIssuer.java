package org.bactrian.simulator.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Issuer of JSON Web Tokens (RFC 7519) for the users of one simulator, with a key that is made at
 * its start: tokens of a former start are refused.
 */
public final class TokenIssuer {

  /** Type of such tokens in user token policies (Part 6, 6.5.2.1). */
  public static final String TOKEN_TYPE = "http://opcfoundation.org/UA/UserToken#JWT";

  private static final String ISSUER = "urn:bactrian:simulator:tokens";

  private final String audience;

  /** Made when it is first needed. */
  private @Nullable ECKey key;

  /**
   * @param applicationUri server that the tokens are for
   */
  public TokenIssuer(String applicationUri) {
    audience = applicationUri;
  }

  private synchronized ECKey key() throws JOSEException {
    ECKey present = key;
    if (present == null) {
      present = new ECKeyGenerator(Curve.P_256).generate();
      key = present;
    }
    return present;
  }

  /** The policy of endpoints that take these tokens, encrypted by a security policy. */
  public UserTokenPolicy policy(String id, SecurityPolicy encryption) {
    String description =
        "{\"ua:resourceId\":\"%s\",\"ua:authorityUrl\":\"%s\"}".formatted(audience, ISSUER);
    return new UserTokenPolicy(
        id, UserTokenType.IssuedToken, TOKEN_TYPE, description, encryption.getUri());
  }

  /**
   * A token for a user.
   *
   * @param expiry when the server no longer takes it
   */
  public String issue(String user, Instant expiry) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.ES256),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(audience)
                .subject(user)
                .expirationTime(Date.from(expiry))
                .build());
    try {
      token.sign(new ECDSASigner(key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has P-256", e);
    }
    return token.serialize();
  }

  /** The user of a token; empty for one that is not from here, not for here, or expired. */
  Optional<String> user(String token, Instant now) {
    try {
      SignedJWT signed = SignedJWT.parse(token);
      JWSVerifier verifier = new ECDSAVerifier(key().toECPublicKey());
      if (!verifier.supportedJWSAlgorithms().contains(signed.getHeader().getAlgorithm())
          || !signed.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      boolean valid =
          ISSUER.equals(claims.getIssuer())
              && claims.getAudience().contains(audience)
              && claims.getExpirationTime() != null
              && now.isBefore(claims.getExpirationTime().toInstant());
      return valid ? Optional.ofNullable(claims.getSubject()) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
