package org.bactrian.edge.publisher.metrics;

import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;

/**
 * Server and security that metrics tell apart.
 *
 * @param url endpoint URL
 * @param mode message security that is asked for
 */
record ServerKey(String url, RequiredSecurityMode mode) {

  static ServerKey of(ConnectionSettings connection) {
    return new ServerKey(connection.endpointUrl(), connection.securityMode());
  }

  /** The mode as OPC Publisher names it. */
  String modeText() {
    return switch (mode) {
      case BEST -> "Best";
      case NOT_NONE -> "NotNone";
      case NONE -> "None";
      case SIGN -> "Sign";
      case SIGN_AND_ENCRYPT -> "SignAndEncrypt";
    };
  }
}
