package org.bactrian.simulator.server;

import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_X509;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;

/** The endpoints of the simulator, all at one address on loopback. */
final class SimulatorEndpoints {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String HOST = "localhost";

  private SimulatorEndpoints() {}

  static Set<EndpointConfig> on(int port, Supplier<X509Certificate> certificate) {
    EndpointConfig.Builder builder =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress(LOOPBACK)
            .setBindPort(port)
            .setHostname(HOST)
            .setCertificate(certificate)
            .addTokenPolicies(
                USER_TOKEN_POLICY_ANONYMOUS, USER_TOKEN_POLICY_USERNAME, USER_TOKEN_POLICY_X509);
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    endpoints.add(secured(builder, SecurityPolicy.None, MessageSecurityMode.None));
    endpoints.add(secured(builder, SecurityPolicy.Basic256Sha256, MessageSecurityMode.Sign));
    endpoints.add(
        secured(builder, SecurityPolicy.Basic256Sha256, MessageSecurityMode.SignAndEncrypt));
    endpoints.add(
        secured(builder, SecurityPolicy.Aes128_Sha256_RsaOaep, MessageSecurityMode.SignAndEncrypt));
    endpoints.add(
        secured(builder, SecurityPolicy.Aes256_Sha256_RsaPss, MessageSecurityMode.SignAndEncrypt));
    return endpoints;
  }

  static String url(int port) {
    return "opc.tcp://" + HOST + ":" + port;
  }

  private static EndpointConfig secured(
      EndpointConfig.Builder builder, SecurityPolicy policy, MessageSecurityMode mode) {
    return builder.copy().setSecurityPolicy(policy).setSecurityMode(mode).build();
  }
}
