package org.bactrian.simulator.server;

import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;

/**
 * User of a session, and the security of its connection.
 *
 * @param mode message security of the connection
 * @param policy security policy of the connection
 * @param kind proof that the user has given
 */
public record ConnectedUser(MessageSecurityMode mode, SecurityPolicy policy, UserTokenType kind) {

  static ConnectedUser of(Session session) {
    return new ConnectedUser(
        session.getSecurityConfiguration().getSecurityMode(),
        session.getSecurityConfiguration().getSecurityPolicy(),
        session.getIdentity().getUserTokenType());
  }
}
