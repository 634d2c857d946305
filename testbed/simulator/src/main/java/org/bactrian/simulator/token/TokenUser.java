package org.bactrian.simulator.token;

import org.eclipse.milo.opcua.sdk.server.identity.DefaultIssuedIdentity;
import org.eclipse.milo.opcua.sdk.server.identity.Identity;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;

/** User that a token has named. Another token of the same user is no other user. */
final class TokenUser extends DefaultIssuedIdentity {

  private final String name;

  TokenUser(String name, ByteString token) {
    super(token);
    this.name = name;
  }

  @Override
  public boolean equalTo(Identity identity) {
    return identity instanceof TokenUser other && other.name.equals(name);
  }
}
