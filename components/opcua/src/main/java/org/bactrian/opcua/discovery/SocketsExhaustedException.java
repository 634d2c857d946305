package org.bactrian.opcua.discovery;

import java.io.IOException;

/** This host gives out no more sockets for now. */
final class SocketsExhaustedException extends IOException {

  private static final long serialVersionUID = 1L;

  SocketsExhaustedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
