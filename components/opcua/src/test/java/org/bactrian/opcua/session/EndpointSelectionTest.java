package org.bactrian.opcua.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;

import java.util.List;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;

class EndpointSelectionTest {

  private static final ConnectionSettings SECURED =
      ConnectionSettings.of("opc.tcp://plc:4840").withSecurityMode(RequiredSecurityMode.NOT_NONE);

  @Test
  void anOutdatedPolicyIsUsedWhereTheServerOffersNoBetter() throws Exception {
    EndpointDescription chosen =
        EndpointSelection.select(
            SECURED,
            List.of(
                endpoint(MessageSecurityMode.None, SecurityPolicy.None),
                endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic128Rsa15),
                endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic256),
                endpoint(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic128Rsa15)));

    assertThat(EndpointSelection.describe(chosen)).isEqualTo("SignAndEncrypt / Basic128Rsa15");
    assertThat(EndpointSelection.isOutdated(chosen)).isTrue();
  }

  @Test
  void aPolicyOfTodayIsUsedBeforeAnOutdatedOneWhateverTheMode() throws Exception {
    EndpointDescription chosen =
        EndpointSelection.select(
            SECURED,
            List.of(
                endpoint(MessageSecurityMode.SignAndEncrypt, SecurityPolicy.Basic256),
                endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic256Sha256)));

    assertThat(EndpointSelection.describe(chosen)).isEqualTo("Sign / Basic256Sha256");
    assertThat(EndpointSelection.isOutdated(chosen)).isFalse();
  }

  @Test
  void outdatedSecurityIsBetterThanNone() throws Exception {
    EndpointDescription chosen =
        EndpointSelection.select(
            ConnectionSettings.of("opc.tcp://plc:4840"),
            List.of(
                endpoint(MessageSecurityMode.Sign, SecurityPolicy.Basic256),
                endpoint(MessageSecurityMode.None, SecurityPolicy.None)));

    assertThat(EndpointSelection.describe(chosen)).isEqualTo("Sign / Basic256");
  }

  private static EndpointDescription endpoint(MessageSecurityMode mode, SecurityPolicy policy) {
    return new EndpointDescription(
        "opc.tcp://plc:4840",
        null,
        null,
        mode,
        policy.getUri(),
        new UserTokenPolicy[] {
          new UserTokenPolicy("anonymous", UserTokenType.Anonymous, null, null, null)
        },
        Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
        ubyte(0));
  }
}
