package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Period;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.opcua.session.ConnectFault;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.NotConnectedException;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.UserCredential;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Servers as plants have them: old, badly configured, behind another name than they know. */
@NeedsNodeJs
class ServersInTheFieldTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UserCredential ANNA = new UserCredential.UserName("anna", "red lorry");

  @TempDir Path folder;

  @Test
  void aTrustedServerWhoseCertificateNamesAnotherHostIsConnectedToUnlessTheCheckIsOn()
      throws Exception {
    X509Certificate certificate = certificate("plc1", 2048, Period.ofYears(1));
    trust(certificate);
    try (NodeOpcuaServer server = server(Map.of())) {
      ConnectionSettings secured = secured(server);

      assertThat(connected(ServerCertificateRules.DEFAULT, secured)).contains("SecurityPolicy");
      assertThatConnecting(ServerCertificateRules.DEFAULT.withCheckHostName(true), secured)
          .hasMessageContaining("is for plc1 and not for")
          .hasMessageContaining("--check-host-name");
    }
  }

  @Test
  void aPasswordIsSentInClearTextOnlyWhereTheOperatorPermitsIt() throws Exception {
    try (NodeOpcuaServer server =
        server(Map.of("policies", "None", "clear-passwords", "true", "anonymous", "false"))) {
      ConnectionSettings anna = ConnectionSettings.of(server.endpointUrl()).withUser(ANNA);

      assertThatConnecting(ServerCertificateRules.DEFAULT, anna)
          .hasMessageContaining("would travel in clear text")
          .hasMessageContaining("--allow-clear-passwords");
      assertThat(connected(ServerCertificateRules.DEFAULT.withAllowClearPasswords(true), anna))
          .endsWith("#None");
    }
  }

  @Test
  void aServerThatLetsNobodyInWithoutANameIsToldFromOneThatIsGone() throws Exception {
    try (NodeOpcuaServer server = server(Map.of("anonymous", "false"))) {
      assertThatConnecting(
              ServerCertificateRules.DEFAULT,
              ConnectionSettings.of(server.endpointUrl())
                  .withSecurityMode(RequiredSecurityMode.NONE))
          .isInstanceOfSatisfying(
              NotConnectedException.class,
              fault -> assertThat(fault.fault()).isEqualTo(ConnectFault.WRONG_USER));
    }
  }

  /** Node.js no longer decrypts what Basic128Rsa15 sends (CVE-2023-46809). */
  @Test
  void aServerThatOffersOutdatedSecurityOnlyIsConnectedTo() throws Exception {
    try (NodeOpcuaServer server = server(Map.of("policies", "None,Basic256"))) {
      ConnectionSettings secured =
          ConnectionSettings.of(server.endpointUrl())
              .withSecurityMode(RequiredSecurityMode.NOT_NONE);

      ListAppender<ILoggingEvent> log = new ListAppender<>();
      log.start();
      Logger logger = (Logger) LoggerFactory.getLogger("org.bactrian.opcua");
      logger.addAppender(log);
      try (SessionPool pool = pool(ServerCertificateRules.DEFAULT.withAutoAccept(true))) {
        assertThat(connected(pool, secured)).endsWith("#Basic256");
        assertThat(connected(pool, secured)).endsWith("#Basic256");
      } finally {
        logger.detachAppender(log);
      }
      assertThat(log.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.contains("is outdated and can be broken"))
          .singleElement()
          .asString()
          .contains("Switch Basic256Sha256 or better on at the server");
    }
  }

  @Test
  void aCertificateThatHasExpiredAndIsNotTrustedIsToldWithBoth() throws Exception {
    certificate("localhost", 2048, Period.ZERO);
    try (NodeOpcuaServer server = server(Map.of())) {
      assertThatConnecting(ServerCertificateRules.DEFAULT, secured(server))
          .hasMessageContaining("is not trusted, and is valid from")
          .hasMessageContaining("Renew it at the server");
    }
  }

  @Test
  void aKeyThatIsTooShortForThePolicyIsRefusedUnlessTheOperatorAcceptsIt() throws Exception {
    trust(certificate("localhost", 1024, Period.ofYears(1)));
    try (NodeOpcuaServer server = server(Map.of())) {
      ConnectionSettings secured = secured(server);

      assertThatConnecting(ServerCertificateRules.DEFAULT, secured)
          .hasMessageContaining("an RSA key of 1024 bits")
          .hasMessageContaining("--minkeysize=1024")
          .isInstanceOfSatisfying(
              NotConnectedException.class,
              fault ->
                  assertThat(fault.getStatusCode().value())
                      .isEqualTo(StatusCodes.Bad_CertificatePolicyCheckFailed));
      assertThat(connected(ServerCertificateRules.DEFAULT.withMinimumKeyBits(1024), secured))
          .endsWith("#Basic256Sha256");
    }
  }

  private static ConnectionSettings secured(NodeOpcuaServer server) {
    return ConnectionSettings.of(server.endpointUrl())
        .withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT)
        .withSecurityPolicyUri("Basic256Sha256");
  }

  /** The policy that a session has. */
  private String connected(ServerCertificateRules checks, ConnectionSettings settings)
      throws Exception {
    try (SessionPool pool = pool(checks)) {
      return connected(pool, settings);
    }
  }

  private static String connected(SessionPool pool, ConnectionSettings settings) throws Exception {
    try (Session session = pool.open(settings)) {
      OpcUaClient client = session.client(PATIENCE).get();
      client.getSession();
      return client.getConfig().getEndpoint().getSecurityPolicyUri();
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertThatConnecting(
      ServerCertificateRules checks, ConnectionSettings settings) {
    return assertThatThrownBy(() -> connected(checks, settings))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessageNotContaining(folder.toString());
  }

  private SessionPool pool(ServerCertificateRules checks) {
    return new SessionPool(
        OpcUaClientSettings.of(folder.resolve("pki"))
            .withConnectTimeout(PATIENCE)
            .withRequestTimeout(PATIENCE)
            .withChecks(checks));
  }

  private NodeOpcuaServer server(Map<String, String> more) throws Exception {
    Map<String, String> options = new HashMap<>(more);
    options.put("pki", folder.resolve("server").toString());
    Path certificate = folder.resolve("server.pem");
    if (Files.exists(certificate)) {
      options.put("certificate", certificate.toString());
      options.put("key", folder.resolve("server.key").toString());
    }
    return NodeOpcuaServer.start(options);
  }

  private X509Certificate certificate(String host, int bits, Period validity) throws Exception {
    KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(bits);
    X509Certificate certificate =
        new SelfSignedCertificateBuilder(keys)
            .setCommonName("PLC 1")
            .setApplicationUri("urn:node-opcua:plant:server")
            .addDnsName(host)
            .setValidityPeriod(validity)
            .build();
    pem("server.pem", "CERTIFICATE", certificate.getEncoded());
    pem("server.key", "PRIVATE KEY", keys.getPrivate().getEncoded());
    return certificate;
  }

  private void pem(String name, String type, byte[] der) throws Exception {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type));
  }

  private void trust(X509Certificate certificate) throws Exception {
    Path trusted = Files.createDirectories(folder.resolve("pki/trusted/certs"));
    Files.write(trusted.resolve("plc1.der"), certificate.getEncoded());
  }
}
