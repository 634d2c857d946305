package org.bactrian.simulator.server;

import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME;
import static org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig.USER_TOKEN_POLICY_X509;

import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.bactrian.simulator.settings.OfferedSecurity;
import org.bactrian.simulator.token.TokenIssuer;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;

/** The endpoints of the simulator, all at one address on loopback. */
final class SimulatorEndpoints {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String HOST = "localhost";

  private final EndpointConfig.Builder builder;
  private final TokenIssuer issuer;

  private SimulatorEndpoints(EndpointConfig.Builder builder, TokenIssuer issuer) {
    this.builder = builder;
    this.issuer = issuer;
  }

  static Set<EndpointConfig> on(
      int port,
      Supplier<X509Certificate> certificate,
      OfferedSecurity security,
      TokenIssuer issuer) {
    SimulatorEndpoints endpoints =
        new SimulatorEndpoints(
            EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress(LOOPBACK)
                .setBindPort(port)
                .setHostname(HOST)
                .setCertificate(certificate),
            issuer);
    return switch (security) {
      case USUAL -> endpoints.usual();
      case COMPLETE -> endpoints.complete();
    };
  }

  static String url(int port) {
    return "opc.tcp://" + HOST + ":" + port;
  }

  private Set<EndpointConfig> usual() {
    builder.addTokenPolicies(
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

  private Set<EndpointConfig> complete() {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    endpoints.add(
        secured(
            withUsers(SecurityPolicy.Basic256Sha256),
            SecurityPolicy.None,
            MessageSecurityMode.None));
    for (SecurityPolicy policy : EnumSet.complementOf(EnumSet.of(SecurityPolicy.None))) {
      endpoints.add(secured(withUsers(policy), policy, MessageSecurityMode.Sign));
      endpoints.add(secured(withUsers(policy), policy, MessageSecurityMode.SignAndEncrypt));
    }
    return endpoints;
  }

  /** Endpoints that take every kind of user. */
  private EndpointConfig.Builder withUsers(SecurityPolicy policy) {
    String uri = policy.getUri();
    return builder
        .copy()
        .addTokenPolicies(
            USER_TOKEN_POLICY_ANONYMOUS,
            new UserTokenPolicy("name", UserTokenType.UserName, null, null, uri),
            new UserTokenPolicy("certificate", UserTokenType.Certificate, null, null, uri),
            issuer.policy("token", policy));
  }

  private static EndpointConfig secured(
      EndpointConfig.Builder builder, SecurityPolicy policy, MessageSecurityMode mode) {
    return builder.copy().setSecurityPolicy(policy).setSecurityMode(mode).build();
  }
}
