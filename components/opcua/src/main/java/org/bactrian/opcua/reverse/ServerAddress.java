package org.bactrian.opcua.reverse;

import java.util.Locale;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/**
 * Host and port of an endpoint URL, by which a server that connects is known.
 *
 * @param host name or address in lower case
 * @param port TCP port
 */
record ServerAddress(String host, int port) {

  /** Returns whether a text is the URL of a server over TCP. */
  static boolean isValid(String endpointUrl) {
    return "opc.tcp".equalsIgnoreCase(EndpointUtil.getScheme(endpointUrl))
        && EndpointUtil.getHost(endpointUrl) != null;
  }

  static ServerAddress of(String endpointUrl) {
    String host = EndpointUtil.getHost(endpointUrl);
    if (host == null) {
      throw new IllegalArgumentException("an endpoint URL without a host");
    }
    return new ServerAddress(host.toLowerCase(Locale.ROOT), EndpointUtil.getPort(endpointUrl));
  }
}
