package org.bactrian.localazure.keyvault;

import com.azure.core.credential.TokenCredential;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.secrets.SecretClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.pki.LocalTrust;

/** A local Azure on free ports, with the SDKs' clients of its vault and a plain HTTP client. */
final class RunningVault implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();

  private final LocalAzure azure;
  private final HttpClient plain;
  private final VaultSdkClients clients;

  private RunningVault(LocalAzure azure) {
    this.azure = azure;
    LocalKeyVault vault = azure.keyVault();
    clients = VaultSdkClients.of(vault.url(), azure.caFile(), vault.client());
    plain =
        HttpClient.newBuilder()
            .sslContext(LocalTrust.sslContext(azure.caFile()))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  static RunningVault in(Path folder) {
    return new RunningVault(LocalAzure.start(LocalAzureSettings.in(folder).withFreePorts()));
  }

  LocalAzure azure() {
    return azure;
  }

  LocalKeyVault vault() {
    return azure.keyVault();
  }

  KeyClient keys() {
    return clients.keys();
  }

  SecretClient secrets() {
    return clients.secrets();
  }

  CryptographyClient cryptography(String keyId) {
    return clients.cryptography(keyId);
  }

  TokenCredential credential(String secret) {
    return clients.credential(secret);
  }

  /** Sends a request with a token that the vault issued. */
  HttpResponse<String> send(String method, String path, String body) throws Exception {
    return plain.send(
        request(method, path, body, "Bearer " + vault().token()), BodyHandlers.ofString());
  }

  /** Sends a request with another header. */
  HttpResponse<String> sendAs(String authorization, String method, String path) throws Exception {
    return plain.send(request(method, path, "", authorization), BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> sendLater(String method, String path, String body) {
    return plain.sendAsync(
        request(method, path, body, "Bearer " + vault().token()), BodyHandlers.ofString());
  }

  /** Returns the JSON of an answer that is no error. */
  JsonNode call(String method, String path, String body) throws Exception {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
    }
    return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
  }

  HttpRequest request(String method, String path, String body, String authorization) {
    String version =
        path.contains("api-version") ? "" : (path.contains("?") ? "&" : "?") + "api-version=7.5";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(vault().url() + path + version))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return authorization.isEmpty()
        ? request.build()
        : request.header("Authorization", authorization).build();
  }

  @Override
  public void close() {
    azure.close();
  }
}
