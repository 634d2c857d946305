package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;

class ClearPasswordTest {

  private static final ConnectionSettings WITH_PASSWORD =
      ConnectionSettings.of("opc.tcp://plc:4840")
          .withUser(new UserCredential.UserName("operator", "swordfish"));

  @Test
  void aPasswordIsInClearTextWhereNeitherTheEndpointNorTheTokenPolicyEncrypts() {
    assertThat(
            SessionConnector.sendsClearPassword(
                WITH_PASSWORD, endpoint(SecurityPolicy.None, MessageSecurityMode.None, null)))
        .isTrue();
  }

  @Test
  void aPasswordIsEncryptedWhereTheTokenPolicyEncrypts() {
    EndpointDescription endpoint =
        endpoint(
            SecurityPolicy.None, MessageSecurityMode.None, SecurityPolicy.Basic256Sha256.getUri());

    assertThat(SessionConnector.sendsClearPassword(WITH_PASSWORD, endpoint)).isFalse();
  }

  @Test
  void aPasswordIsEncryptedWhereTheTokenPolicyInheritsTheEndpointsSecurity() {
    EndpointDescription endpoint =
        endpoint(SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign, null);

    assertThat(SessionConnector.sendsClearPassword(WITH_PASSWORD, endpoint)).isFalse();
  }

  @Test
  void aTokenNeedsEncryptionAsAPasswordDoes() {
    ConnectionSettings withToken =
        ConnectionSettings.of("opc.tcp://plc:4840")
            .withUser(new UserCredential.JsonWebToken("geheim"));
    EndpointDescription inClear =
        endpoint(SecurityPolicy.None, MessageSecurityMode.None, SecurityPolicy.None.getUri());

    assertThat(SessionConnector.sendsClearPassword(withToken, inClear)).isTrue();
  }

  @Test
  void nobodyNeedsEncryptionToBeAnonymous() {
    assertThat(
            SessionConnector.sendsClearPassword(
                ConnectionSettings.of("opc.tcp://plc:4840"),
                endpoint(SecurityPolicy.None, MessageSecurityMode.None, null)))
        .isFalse();
  }

  private static EndpointDescription endpoint(
      SecurityPolicy policy, MessageSecurityMode mode, String tokenPolicyUri) {
    return new EndpointDescription(
        "opc.tcp://plc:4840",
        null,
        null,
        mode,
        policy.getUri(),
        new UserTokenPolicy[] {
          new UserTokenPolicy("name", UserTokenType.UserName, null, null, tokenPolicyUri)
        },
        Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
        ubyte(0));
  }
}
