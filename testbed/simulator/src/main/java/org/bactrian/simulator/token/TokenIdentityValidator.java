package org.bactrian.simulator.token;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.AbstractIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.Identity.IssuedIdentity;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityAlgorithm;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.IssuedIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/** Check of the JSON Web Tokens of users, which clients encrypt (Part 4, 7.40.2.2 and 7.40.6). */
public final class TokenIdentityValidator extends AbstractIdentityValidator {

  private static final int LONGEST = 16 * 1024;

  private final TokenIssuer issuer;
  private final Clock clock;

  public TokenIdentityValidator(TokenIssuer issuer, Clock clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  @Override
  public Set<UserTokenType> getSupportedTokenTypes() {
    return Set.of(UserTokenType.IssuedToken);
  }

  @Override
  protected IssuedIdentity validateIssuedIdentityToken(
      Session session, IssuedIdentityToken token, UserTokenPolicy policy, SignatureData signature)
      throws UaException {
    SecurityAlgorithm algorithm =
        SecurityPolicy.fromUri(policy.getSecurityPolicyUri()).getAsymmetricEncryptionAlgorithm();
    byte[] encrypted =
        token.getTokenData() == null ? new byte[0] : token.getTokenData().bytesOrEmpty();
    if (!algorithm.getUri().equals(token.getEncryptionAlgorithm())
        || encrypted.length == 0
        || encrypted.length > LONGEST) {
      throw new UaException(StatusCodes.Bad_IdentityTokenInvalid);
    }
    byte[] text = text(decryptTokenData(session, algorithm, encrypted), session.getLastNonce());
    String user =
        issuer
            .user(new String(text, StandardCharsets.UTF_8), clock.instant())
            .orElseThrow(() -> new UaException(StatusCodes.Bad_IdentityTokenRejected));
    return new TokenUser(user, ByteString.of(text));
  }

  /** The token of a secret, which is a length, the token and the nonce of the server. */
  private static byte[] text(byte[] secret, ByteString nonce) throws UaException {
    ByteBuffer buffer = ByteBuffer.wrap(secret).order(ByteOrder.LITTLE_ENDIAN);
    byte[] sent = new byte[nonce.length()];
    try {
      int length = buffer.getInt() - sent.length;
      if (length <= 0 || length > buffer.remaining()) {
        throw new UaException(StatusCodes.Bad_IdentityTokenInvalid);
      }
      byte[] text = new byte[length];
      buffer.get(text).get(sent);
      if (!MessageDigest.isEqual(sent, nonce.bytesOrEmpty())) {
        throw new UaException(StatusCodes.Bad_IdentityTokenRejected);
      }
      return text;
    } catch (BufferUnderflowException e) {
      throw new UaException(StatusCodes.Bad_IdentityTokenInvalid, e);
    }
  }
}
