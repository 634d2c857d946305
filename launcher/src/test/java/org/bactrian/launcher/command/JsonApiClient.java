package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;

/** Somebody who is let in by an HTTP API and asks it for JSON. */
final class JsonApiClient {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String url;
  private final String authorization;

  private JsonApiClient(HttpClient http, String url, String authorization) {
    this.http = http;
    this.url = url;
    this.authorization = authorization;
  }

  /** The REST API of a cloud, with a token that may do all but approve certificates. */
  static JsonApiClient ofCloud(String url, Path data) {
    return ofCloud(url, data, Permission.ADMINISTER);
  }

  /** The REST API of a cloud, with a token of somebody who has a permission. */
  static JsonApiClient ofCloud(String url, Path data, Permission permission) {
    String token = LocalTokens.in(data).issue("test", permission, Duration.ofHours(1));
    return new JsonApiClient(HttpClient.newHttpClient(), url, "Bearer " + token);
  }

  /** The API of an edge, with what it has left in its data folder, and trust in nothing else. */
  static JsonApiClient ofEdge(String url, Path data) throws IOException, GeneralSecurityException {
    Path left = data.resolve("http");
    HttpClient http = HttpClient.newBuilder().sslContext(trust(left.resolve("server.crt"))).build();
    return new JsonApiClient(
        http, url, "ApiKey " + Files.readString(left.resolve("api-key")).strip());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  JsonNode put(String path, String body) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Lines of a stream that does not end by itself; the caller closes it. */
  Stream<String> lines(String path) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> answer =
        http.send(request(path).build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", authorization)
        .header("Content-Type", "application/json")
        .timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static SSLContext trust(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream stream = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "edge", CertificateFactory.getInstance("X.509").generateCertificate(stream));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, factory.getTrustManagers(), null);
    return tls;
  }
}
