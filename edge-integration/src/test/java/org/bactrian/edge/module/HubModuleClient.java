package org.bactrian.edge.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.credential.AzureSasCredential;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonParser;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodRequestOptions;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodResponse;
import com.microsoft.azure.sdk.iot.service.methods.DirectMethodsClient;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import com.microsoft.azure.sdk.iot.service.twin.TwinClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/** Client of one module by Azure's SDK, and by REST where the SDK cannot. */
final class HubModuleClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalAzure azure;
  private final ClientId module;
  private final HttpClient http;
  private final TwinClient twins;
  private final DirectMethodsClient methods;

  HubModuleClient(LocalAzure azure, ClientId module) throws Exception {
    this.azure = azure;
    this.module = module;
    http = HttpClient.newBuilder().sslContext(LocalTrust.sslContext(azure.caFile())).build();
    String hub = "localhost:" + azure.hub().restPort();
    AzureSasCredential credential =
        new AzureSasCredential(azure.hub().serviceSignature(Duration.ofHours(1)));
    twins = new TwinClient(hub, credential);
    methods = new DirectMethodsClient(hub, credential);
  }

  /** As the cloud does: in parts. */
  MethodResult call(String method, String payload) throws Exception {
    awaitModule();
    ChunkedCall call =
        ChunkedCall.of(MethodRequest.json(method, payload.getBytes(UTF_8)), Duration.ofSeconds(30));
    for (Optional<byte[]> part = call.next(); part.isPresent(); part = call.next()) {
      JsonNode answer = invokePart(part.get());
      assertThat(answer.path("status").asInt()).isEqualTo(200);
      call.answered(answer.path("payload").toString().getBytes(UTF_8));
    }
    return call.result();
  }

  /** Azure's SDK refuses names with a dollar sign, which its REST takes. */
  private JsonNode invokePart(byte[] part) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("methodName", ChunkedCall.METHOD);
    body.put("connectTimeoutInSeconds", 0).put("responseTimeoutInSeconds", 30);
    body.set("payload", JSON.readTree(part));
    HttpRequest request =
        HttpRequest.newBuilder()
            .uri(
                URI.create(
                    "https://localhost:%d/twins/%s/modules/%s/methods?api-version=2021-04-12"
                        .formatted(azure.hub().restPort(), module.deviceId(), module.moduleName())))
            .header("Authorization", azure.hub().serviceSignature(Duration.ofHours(1)))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  DirectMethodResponse invoke(String method, String payload) throws Exception {
    awaitModule();
    return methods.invoke(
        module.deviceId(),
        module.moduleName(),
        method,
        DirectMethodRequestOptions.builder()
            .payload(JsonParser.parseString(payload))
            .methodConnectTimeoutSeconds(0)
            .methodResponseTimeoutSeconds(30)
            .build());
  }

  /** Waits until the module is connected and has said what it is. */
  private void awaitModule() {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> reported().has("__type__"));
  }

  void patch(Twin desired) throws Exception {
    twins.patch(desired);
  }

  JsonNode reported() throws Exception {
    return JSON.valueToTree(
        Map.copyOf(twins.get(module.deviceId(), module.moduleName()).getReportedProperties()));
  }
}
