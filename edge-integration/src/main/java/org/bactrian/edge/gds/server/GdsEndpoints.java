package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/** Endpoints of the Global Discovery Server, which sign and encrypt all of them. */
final class GdsEndpoints {

  private static final List<SecurityPolicy> POLICIES =
      List.of(
          SecurityPolicy.Basic256Sha256,
          SecurityPolicy.Aes128_Sha256_RsaOaep,
          SecurityPolicy.Aes256_Sha256_RsaPss);

  private static final List<String> LOCAL = List.of("127.0.0.1", "::1", "localhost");
  private static final List<String> ALL = List.of("0.0.0.0", "::");

  private GdsEndpoints() {}

  /**
   * Endpoints at an address.
   *
   * @param hasUsers whether users can log in
   */
  static Set<EndpointConfig> at(
      String host, int port, X509Certificate certificate, boolean hasUsers) {
    EndpointConfig.Builder builder =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress(host)
            .setBindPort(port)
            .setHostname(hostName(host))
            .setCertificate(certificate)
            .setSecurityMode(MessageSecurityMode.SignAndEncrypt)
            .addTokenPolicy(USER_TOKEN_POLICY_ANONYMOUS);
    if (hasUsers) {
      builder.addTokenPolicy(USER_TOKEN_POLICY_USERNAME);
    }
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    POLICIES.forEach(policy -> endpoints.add(builder.copy().setSecurityPolicy(policy).build()));
    return endpoints;
  }

  static String url(String host, int port) {
    return "opc.tcp://" + hostName(host) + ":" + port;
  }

  private static String hostName(String host) {
    if (LOCAL.contains(host)) {
      return "localhost";
    }
    return ALL.contains(host) ? OpcUaClientSettings.hostName() : host;
  }
}
