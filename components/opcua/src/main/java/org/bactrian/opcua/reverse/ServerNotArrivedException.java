package org.bactrian.opcua.reverse;

import java.io.IOException;

/** A server that is expected has not connected in time. */
public final class ServerNotArrivedException extends IOException {

  ServerNotArrivedException(String server) {
    super(server + " has not connected");
  }
}
