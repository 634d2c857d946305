package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType.IssuedToken;
import static org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType.UserName;

import java.util.List;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.SignedIdentityToken;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.IssuedIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserNameIdentityToken;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/**
 * Identity of a user that a JSON Web Token names. It is encrypted as a password is (Part 4,
 * 7.40.2.2), so Milo's provider of passwords does it, for the policies of tokens.
 */
final class JsonWebTokenProvider implements IdentityProvider {

  /** Type of such tokens in user token policies (Part 6, 6.5.2.1). */
  private static final String TYPE = "http://opcfoundation.org/UA/UserToken#JWT";

  private final UsernameProvider encryption;

  /**
   * @param validator checks the certificate of the server, to which the token is encrypted
   * @param chooser chooses one of several policies
   */
  JsonWebTokenProvider(
      String token,
      CertificateValidator validator,
      Function<List<UserTokenPolicy>, UserTokenPolicy> chooser) {
    this.encryption = new UsernameProvider("", token, validator, chooser);
  }

  /** Returns whether a policy asks for a JSON Web Token. */
  static boolean isAskedForBy(UserTokenPolicy policy) {
    return policy.getTokenType() == IssuedToken && TYPE.equals(policy.getIssuedTokenType());
  }

  @Override
  public SignedIdentityToken getIdentityToken(EndpointDescription endpoint, ByteString nonce)
      throws Exception {
    SignedIdentityToken signed = encryption.getIdentityToken(withPasswordPolicies(endpoint), nonce);
    UserNameIdentityToken token = (UserNameIdentityToken) signed.getToken();
    return new SignedIdentityToken(
        new IssuedIdentityToken(
            token.getPolicyId(), token.getPassword(), token.getEncryptionAlgorithm()),
        signed.getSignature());
  }

  /** The endpoint as if it asked for passwords where it asks for tokens. */
  private static EndpointDescription withPasswordPolicies(EndpointDescription endpoint) {
    UserTokenPolicy[] policies =
        EndpointSelection.tokens(endpoint)
            .filter(JsonWebTokenProvider::isAskedForBy)
            .map(
                policy ->
                    new UserTokenPolicy(
                        policy.getPolicyId(), UserName, null, null, policy.getSecurityPolicyUri()))
            .toArray(UserTokenPolicy[]::new);
    return new EndpointDescription(
        endpoint.getEndpointUrl(),
        endpoint.getServer(),
        endpoint.getServerCertificate(),
        endpoint.getSecurityMode(),
        endpoint.getSecurityPolicyUri(),
        policies,
        endpoint.getTransportProfileUri(),
        endpoint.getSecurityLevel());
  }
}
