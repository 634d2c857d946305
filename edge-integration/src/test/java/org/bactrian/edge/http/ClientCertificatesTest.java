package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.bactrian.model.tls.TlsCertificates;
import org.bactrian.model.tls.TlsKeyStore;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers of the HTTP API who show a certificate. */
class ClientCertificatesTest {

  private static final TestAuthority AUTHORITY = TestAuthority.root("Plant clients");
  private static final TestAuthority.Issued CLIENT = AUTHORITY.issue("scada", "urn:scada");

  @TempDir private Path folder;

  @Test
  void aClientOfATrustedAuthorityNeedsNoKeyAndOthersGoOnWithTheirs() throws Exception {
    Path authority = write("clients.pem", AUTHORITY.certificate());
    try (Edge edge = Edge.start(folder, Map.of(), "", "--http-client-ca=" + authority)) {
      assertThat(reset(edge, CLIENT).statusCode()).isEqualTo(501);
      assertThat(edge.get("/v2/reset").statusCode()).isEqualTo(501);

      TestAuthority.Issued stranger = AUTHORITY.impostor().issue("scada", "urn:scada");
      HttpResponse<String> refused = reset(edge, stranger);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
      assertThat(new ObjectMapper().readTree(refused.body()).path("detail").asText())
          .contains("no authority that is trusted");
      assertThat(edge.send(edge.anonymous("/v2/reset")).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whereACertificateIsRequiredTheKeyAloneIsRefused() throws Exception {
    Path trusted = Files.createDirectories(folder.resolve("clients"));
    write("clients/ca.crt", AUTHORITY.certificate());
    try (Edge edge =
        Edge.start(
            folder,
            Map.of(),
            "",
            "--http-client-ca=" + trusted,
            "--http-require-client-certificate")) {
      HttpResponse<String> keyOnly = edge.get("/v2/reset");
      assertThat(keyOnly.statusCode()).isEqualTo(401);
      assertThat(keyOnly.body()).contains("needs a client certificate");
      assertThat(reset(edge, CLIENT).statusCode()).isEqualTo(501);
      assertThat(edge.send(edge.anonymous("/healthz")).statusCode()).isEqualTo(200);

      // Revoked while the edge runs.
      Files.write(trusted.resolve("ca.crl"), AUTHORITY.crl(CLIENT.certificate()).getEncoded());
      await().untilAsserted(() -> assertThat(reset(edge, CLIENT).statusCode()).isEqualTo(401));
      TestAuthority.Issued other = AUTHORITY.issue("mes", "urn:mes");
      assertThat(reset(edge, other).statusCode()).isEqualTo(501);
    }
  }

  @Test
  void aFileWithoutACertificateIsNamedAtTheStart() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");

    assertThatThrownBy(() -> Edge.start(folder, Map.of(), "", "--http-client-ca=" + empty))
        .hasStackTraceContaining("empty.pem holds no certificate");
  }

  @Test
  void filesOfTooManyClientsAreNamedAndCountOnceThereIsRoom() throws Exception {
    Path trusted = Files.createDirectories(folder.resolve("clients"));
    String other = TlsCertificates.pem(List.of(TestAuthority.root("Others").certificate()));
    for (int client = 1000; client < 2000; client++) {
      Files.writeString(trusted.resolve(client + ".crt"), other);
    }
    Path last = write("clients/last.crt", AUTHORITY.certificate());
    try (Edge edge = Edge.start(folder, Map.of(), "", "--http-client-ca=" + trusted)) {
      assertThat(reset(edge, CLIENT).statusCode()).isEqualTo(401);
      assertThat(health(edge))
          .hasValueSatisfying(
              message ->
                  assertThat(message)
                      .contains("1 files of " + trusted + " do not count", "PEM file"));

      Files.delete(trusted.resolve("1000.crt"));

      await().untilAsserted(() -> assertThat(reset(edge, CLIENT).statusCode()).isEqualTo(501));
      assertThat(health(edge)).isEmpty();
      assertThat(last).exists();
    }
  }

  private static Optional<String> health(Edge edge) {
    HealthCheck.Result result =
        HealthCheckRegistry.get(edge.context())
            .getCheck(ClientCertificatesHealthCheck.ID)
            .orElseThrow()
            .call();
    assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
    return result.getMessage();
  }

  private Path write(String name, X509Certificate certificate) throws Exception {
    return Files.writeString(folder.resolve(name), TlsCertificates.pem(List.of(certificate)));
  }

  private static HttpResponse<String> reset(Edge edge, TestAuthority.Issued client)
      throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(edge.trusted());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        new KeyManager[] {TlsKeyStore.keyManager(client.key(), List.of(client.certificate()))},
        trust.getTrustManagers(),
        null);
    HttpRequest request = edge.anonymous("/v2/reset").build();
    return HttpClient.newBuilder()
        .sslContext(tls)
        .build()
        .send(request, HttpResponse.BodyHandlers.ofString());
  }
}
