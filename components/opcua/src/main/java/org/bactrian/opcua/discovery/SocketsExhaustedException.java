package org.bactrian.opcua.discovery;

import java.io.IOException;

/** Exception for a host that has no free sockets at the moment. */
final class SocketsExhaustedException extends IOException {

  SocketsExhaustedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
