package org.bactrian.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bactrian.opcua.pki.CertificateStores;
import org.bactrian.opcua.pki.PkiFolders;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.server.ConnectedUser;
import org.bactrian.simulator.settings.OfferedSecurity;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;

/** Every security mode and policy that Milo has, each with every kind of user. */
public final class SecurityMatrix {

  private static final String KEY_PASSWORD = "of the key";

  static {
    // More clients connect from one address than a server lets in at a time.
    Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false;
  }

  private SecurityMatrix() {}

  /** All combinations. */
  public static Stream<ConnectedUser> combinations() {
    Stream<ConnectedUser> secured =
        EnumSet.complementOf(EnumSet.of(SecurityPolicy.None)).stream()
            .flatMap(
                policy ->
                    Stream.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)
                        .flatMap(mode -> users(mode, policy)));
    return Stream.concat(users(MessageSecurityMode.None, SecurityPolicy.None), secured);
  }

  /** Every mode and policy once, with one kind of user after the other. */
  public static Stream<ConnectedUser> samples() {
    List<ConnectedUser> all = combinations().toList();
    int kinds = UserTokenType.values().length;
    return IntStream.range(0, all.size() / kinds).mapToObj(i -> all.get(i * kinds + i % kinds));
  }

  private static Stream<ConnectedUser> users(MessageSecurityMode mode, SecurityPolicy policy) {
    return Stream.of(UserTokenType.values()).map(kind -> new ConnectedUser(mode, policy, kind));
  }

  /** A server that offers all of it. */
  public static Simulator server(Path folder) throws IOException {
    return Simulator.start(
        SimulatorSettings.in(folder)
            .withPort(0)
            .withLoadNodes(1)
            .withSecurity(OfferedSecurity.COMPLETE));
  }

  /** Prepares the PKI folder of an edge: the server is trusted, and there is a user certificate. */
  public static void prepare(Path pki, Simulator server) throws Exception {
    TestAuthority.Issued user = TestAuthority.root("People").issue("anna", "urn:anna");
    PkiFolders folders = new PkiFolders(pki);
    new CertificateStores(folders, () -> {}).addUser(user.certificate(), user.key(), KEY_PASSWORD);
    Files.write(
        folders.trustedCertificates().resolve("plant.der"), server.certificate().getEncoded());
  }

  /** Name and secret of a user. */
  private static List<String> secrets(Simulator server, UserTokenType kind) {
    return switch (kind) {
      case Anonymous -> List.of("", "");
      case UserName -> List.of("operator", "operator");
      case Certificate -> List.of("anna", KEY_PASSWORD);
      case IssuedToken ->
          List.of("", server.tokens().issue("anna", Instant.now().plusSeconds(3600)));
    };
  }

  /** Attributes of an entry of a published nodes file. */
  public static String entry(Simulator server, ConnectedUser wanted) {
    List<String> secrets = secrets(server, wanted.kind());
    return ("'EndpointUrl': '%s', 'EndpointSecurityMode': '%s', 'EndpointSecurityPolicy': '%s',"
            + " 'OpcAuthenticationMode': '%s', 'OpcAuthenticationUsername': '%s',"
            + " 'OpcAuthenticationPassword': '%s'")
        .formatted(
            server.endpointUrl(),
            wanted.mode(),
            wanted.policy(),
            switch (wanted.kind()) {
              case Anonymous -> "Anonymous";
              case UserName -> "UsernamePassword";
              case Certificate -> "Certificate";
              case IssuedToken -> "JwtToken";
            },
            secrets.get(0),
            secrets.get(1));
  }

  /** Connection of a request. */
  public static String connection(Simulator server, ConnectedUser wanted) {
    List<String> secrets = secrets(server, wanted.kind());
    return ("{'endpoint': {'url': '%s', 'securityMode': '%s', 'securityPolicy': '%s'},"
            + " 'user': {'type': '%s', 'value': {'user': '%s', 'password': '%s'}}}")
        .formatted(
            server.endpointUrl(),
            wanted.mode(),
            wanted.policy().getUri(),
            switch (wanted.kind()) {
              case Anonymous -> "None";
              case UserName -> "UserName";
              case Certificate -> "X509Certificate";
              case IssuedToken -> "JwtToken";
            },
            secrets.get(0),
            secrets.get(1))
        .replace('\'', '"');
  }
}
