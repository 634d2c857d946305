package org.bactrian.simulator.history;

import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;

/** Names of the users of sessions. */
public final class UserNames {

  private UserNames() {}

  /** Name of a session's user; empty for one without a name. */
  public static String of(Session session) {
    return session.getIdentity() instanceof Identity.UsernameIdentity user
        ? user.getUsername()
        : "";
  }
}
