package org.bactrian.opcua.discovery;

import java.io.IOException;

/** Exception for a host that has no free sockets at the moment. */
final class SocketsExhaustedException extends IOException {

  private static final long serialVersionUID = 1L;

  SocketsExhaustedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
