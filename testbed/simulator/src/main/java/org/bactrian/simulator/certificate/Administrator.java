package org.bactrian.simulator.certificate;

import org.eclipse.milo.opcua.sdk.server.AccessContext;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/**
 * Check of who may manage certificates: any user with a name and a password, over an encrypted
 * channel (Part 12, 7.10.2).
 */
final class Administrator {

  private Administrator() {}

  /**
   * Lets administrators pass.
   *
   * @return the id of their session
   * @throws UaException {@code Bad_SecurityModeInsufficient} without encryption, {@code
   *     Bad_UserAccessDenied} for other users
   */
  static NodeId require(AccessContext context) throws UaException {
    Session session =
        context.getSession().orElseThrow(() -> new UaException(StatusCodes.Bad_UserAccessDenied));
    if (session.getSecurityConfiguration().getSecurityMode()
        != MessageSecurityMode.SignAndEncrypt) {
      throw new UaException(StatusCodes.Bad_SecurityModeInsufficient);
    }
    if (!(session.getIdentity() instanceof Identity.UsernameIdentity)) {
      throw new UaException(StatusCodes.Bad_UserAccessDenied);
    }
    return session.getSessionId();
  }
}
