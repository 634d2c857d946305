package org.bactrian.interop.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.edge.twin.EndpointStateReporter;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.opcua.pki.DeliveredTrustList;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.OnDemandSessionSettings;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.RequiredSecurityMode;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of ours and a server of node-opcua, whose certificates one authority has issued. */
@NeedsNodeJs
class TrustGroupOfNodeOpcuaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestAuthority plant = TestAuthority.root("Plant");
  private final TestAuthority line = plant.subordinate("Line 1");
  private final TestAuthority.Issued identity =
      line.issue("node-opcua", "urn:node-opcua:plant:server");

  @TempDir private Path folder;
  private NodeOpcuaServer server;
  private SessionPool pool;
  private Session session;

  @BeforeEach
  void start() throws IOException {
    Path certificate = folder.resolve("server.pem");
    Path key = folder.resolve("server.key");
    Files.writeString(certificate, pem("CERTIFICATE", encoded(identity.certificate())));
    Files.writeString(key, pem("PRIVATE KEY", identity.key().getEncoded()));
    server =
        NodeOpcuaServer.start(
            Map.of(
                "pki", folder.resolve("server").toString(),
                "certificate", certificate.toString(),
                "key", key.toString(),
                "strangers", "false"));
    pool =
        new SessionPool(
            OpcUaClientSettings.of(folder.resolve("pki"))
                .withReconnectDelayMax(Duration.ofSeconds(2)));
    session =
        pool.open(
            ConnectionSettings.of(server.endpointUrl())
                .withSecurityMode(RequiredSecurityMode.SIGN_AND_ENCRYPT));
  }

  @AfterEach
  void stop() throws IOException {
    pool.close();
    server.close();
  }

  @Test
  void theServerRefusesOurClientUntilItIsAMemberAndAfterItWasRevoked() throws Exception {
    pool.replaceTrustList(group(line.crl()));
    await().atMost(PATIENCE).until(() -> fault().contains("the server refused this client"));
    assertThat(files("server/rejected")).isNotEmpty();

    X509Certificate member = line.answer(pool.requestCertificate("CN=Edge 1", true).der());
    write("server/issuers/certs/plant.der", encoded(plant.certificate()));
    write("server/issuers/certs/line.der", encoded(line.certificate()));
    write("server/issuers/crl/plant.crl", plant.crl().getEncoded());
    write("server/issuers/crl/line.crl", line.crl().getEncoded());
    write("server/trusted/certs/edge.der", encoded(member));
    pool.replaceCertificate(List.of(member, line.certificate()), Optional.empty());
    await().atMost(PATIENCE).until(() -> session.state() instanceof SessionState.Connected);

    // node-opcua does not look at a file again that it has read.
    write("server/issuers/crl/line-2.crl", line.crl(member).getEncoded());
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              pool.reset();
              return fault().contains("the server refused this client");
            });
  }

  @Test
  void ourClientEndsItsSessionWithAServerThatIsRevoked() throws Exception {
    X509Certificate member = line.answer(pool.requestCertificate("", true).der());
    write("server/issuers/certs/plant.der", encoded(plant.certificate()));
    write("server/issuers/certs/line.der", encoded(line.certificate()));
    write("server/issuers/crl/plant.crl", plant.crl().getEncoded());
    write("server/issuers/crl/line.crl", line.crl().getEncoded());
    write("server/trusted/certs/edge.der", encoded(member));
    pool.replaceCertificate(List.of(member, line.certificate()), Optional.empty());
    assertThatThrownBy(() -> session.client(PATIENCE).get()).hasMessageContaining("is not trusted");
    pool.replaceTrustList(group(line.crl()));
    await().atMost(PATIENCE).until(() -> session.state() instanceof SessionState.Connected);
    try (OnDemandSessionPool requests =
            new OnDemandSessionPool(pool, OnDemandSessionSettings.DEFAULT);
        EndpointStateReporter states = new EndpointStateReporter(() -> requests, 1)) {
      await().atMost(PATIENCE).until(() -> state(states).equals("Ready"));

      pool.replaceTrustList(group(line.crl(identity.certificate())));

      await().atMost(PATIENCE).until(() -> fault().contains("was revoked on"));
      assertThatThrownBy(() -> session.client(PATIENCE).get())
          .hasMessageContaining("Bad_CertificateRevoked");
      await().atMost(PATIENCE).until(() -> state(states).equals("CertificateInvalid"));
    }
  }

  /** State of the server as an activated endpoint. */
  private String state(EndpointStateReporter states) {
    String id = "uat" + "0".repeat(40);
    ObjectNode desired = JsonNodeFactory.instance.objectNode().put(id, "c2VjcmV0");
    desired
        .putObject("__endpoints__")
        .putObject(id)
        .put("url", server.endpointUrl())
        .put("securityMode", "SignAndEncrypt");
    return states.apply(desired).path("__endpoints__").path(id).asText();
  }

  private String fault() {
    return session.state() instanceof SessionState.Disconnected lost ? lost.fault() : "";
  }

  /** All that the authority issues is trusted; the issuer above it is known. */
  private DeliveredTrustList group(X509CRL ofLine) {
    return new DeliveredTrustList(
        List.of(line.certificate()),
        List.of(ofLine),
        List.of(plant.certificate()),
        List.of(plant.crl()));
  }

  private void write(String file, byte[] content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    // The server watches its folders and would take a file that is half written for all of it.
    Path whole = Files.write(folder.resolve("written"), content);
    Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.toList();
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
            type);
  }
}
