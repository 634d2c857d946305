package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import org.bactrian.interop.opcua.NodeOpcuaServer;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator finds a server that we did not write, from the cloud. */
@NeedsNodeJs
class RegistryOfNodeOpcuaTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern REST = Pattern.compile(".*REST: (http://localhost:\\d+).*");
  private static final Pattern CONNECTED = Pattern.compile(".*(Connected to IoT Hub).*");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path data;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void itIsDiscoveredListedShownWithItsCertificateAndActivated() throws Exception {
    Path nothing = Files.writeString(data.resolve("nothing.json"), "[]");
    try (NodeOpcuaServer server =
            NodeOpcuaServer.start(data.resolve("server"), 0, 1, Duration.ofSeconds(1));
        LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
        BactrianProcess cloud =
            BactrianProcess.start("cloud", "--data=" + data, "--port=0", "--management-port=0");
        BactrianProcess edge =
            BactrianProcess.start(
                "edge",
                "--pf=" + nothing,
                "--data=" + data,
                "--management-port=0",
                "--httpserverport=0")) {
      assertThat(azure.caFile()).exists();
      String registry = cloud.await(REST) + "/registry/v2";
      edge.await(CONNECTED);
      await()
          .atMost(PATIENCE)
          .until(() -> !send("GET", registry + "/discovery", "").path("items").isEmpty());

      send("POST", registry + "/applications/discover", scan(server.port()));

      await()
          .atMost(PATIENCE)
          .until(() -> send("GET", registry + "/endpoints", "").path("items").size() >= 3);
      JsonNode application = only(send("GET", registry + "/applications", "").path("items"));
      assertThat(application.path("applicationUri").asText())
          .isEqualTo("urn:node-opcua:plant:server");
      assertThat(application.path("applicationType").asText()).isEqualTo("Server");

      JsonNode secured = signedAndEncrypted(send("GET", registry + "/endpoints", ""));
      assertThat(secured.path("applicationId")).isEqualTo(application.path("applicationId"));
      assertThat(secured.path("activationState").asText()).isEqualTo("Deactivated");
      String endpoint = registry + "/endpoints/" + secured.at("/registration/id").asText();

      assertThat(certifiedUri(send("GET", endpoint + "/certificate", "")))
          .isEqualTo("urn:node-opcua:plant:server");

      send("POST", endpoint + "/activate", "");

      assertThat(send("GET", endpoint, "").path("activationState").asText())
          .startsWith("Activated");
    }
  }

  private static String scan(int port) {
    return """
        {"id": "first", "discovery": "Scan",
         "configuration": {"addressRangesToScan": "127.0.0.1/32", "portRangesToScan": "%d"}}
        """
        .formatted(port);
  }

  private static JsonNode only(JsonNode items) {
    assertThat(items).hasSize(1);
    return items.get(0);
  }

  private static JsonNode signedAndEncrypted(JsonNode endpoints) {
    for (JsonNode endpoint : endpoints.path("items")) {
      if (endpoint.at("/registration/endpoint/securityMode").asText().equals("SignAndEncrypt")) {
        return endpoint;
      }
    }
    throw new AssertionError("No endpoint signs and encrypts: " + endpoints);
  }

  private static String certifiedUri(JsonNode chain) throws Exception {
    List<byte[]> certificates =
        chain.path("chain").findValues("certificate").stream()
            .map(certificate -> Base64.getDecoder().decode(certificate.asText()))
            .toList();
    assertThat(certificates).as(chain.toString()).isNotEmpty();
    return CertificateUtil.getSanUri(CertificateUtil.decodeCertificate(certificates.get(0)))
        .orElse("");
  }

  private JsonNode send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header(
                "Authorization",
                "Bearer "
                    + LocalTokens.in(data)
                        .issue("operator", Permission.ADMINISTER, Duration.ofHours(1)))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(method + " " + url + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}
