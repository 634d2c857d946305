package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bactrian.cloud.CloudTestServer;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.TestCloud;
import org.bactrian.cloud.registry.EndpointTwins;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequest;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointInfoBuilder;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.vault.key.KeySize;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistrationBuilder;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.ServerSecurityMode;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.OperationResolution;

/** The vault over a local Azure, and modules of the edge that take certificates and trust lists. */
final class VaultTestServer implements AutoCloseable {

  static final String BASE = "/vault/v2";

  private final CloudTestServer server;
  private final Contracts contracts;
  private final Set<String> carriedOut = ConcurrentHashMap.newKeySet();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

  VaultTestServer(Path folder, Map<String, String> properties) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("bactrian.vault.work", "100");
    all.put("bactrian.vault.signing.retry", "200, 1000, 0");
    all.put("bactrian.vault.delivery.retry", "200, 1000, 0");
    all.put("bactrian.vault.url", "http://vault.plant.example");
    all.putAll(properties);
    server =
        new CloudTestServer(
            TestCloud.in(folder), folder, all, List.of("registry", "twin", "vault", "gds"));
    contracts = new Contracts(List.of(contract()));
  }

  /** The contract of the vault. */
  static Contract contract() throws IOException {
    try (InputStream document =
        VaultTestServer.class.getResourceAsStream("/openapi/cloud/vault.yaml")) {
      return Contract.read("vault", document);
    }
  }

  /** Ids of the operations that were carried out since this was last asked. */
  Set<String> takeCarriedOut() {
    Set<String> ids = Set.copyOf(carriedOut);
    carriedOut.clear();
    return ids;
  }

  private <T> HttpResponse<T> noted(String method, HttpResponse<T> answer) {
    if (answer.statusCode() == 200
        && contracts.resolve(method, answer.uri().getPath())
            instanceof OperationResolution.Found found) {
      carriedOut.add(found.operation().id());
    }
    return answer;
  }

  CloudTestServer cloud() {
    return server;
  }

  HttpResponse<String> send(Permission permission, String method, String path, String json)
      throws Exception {
    return noted(method, server.send(permission, method, BASE + path, json));
  }

  /** Sends a request that has to succeed, of somebody with this permission. */
  JsonNode ok(Permission permission, String method, String path, String json) throws Exception {
    HttpResponse<String> answer = send(permission, method, path, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().isEmpty()
        ? RegistryJson.mapper().createObjectNode()
        : RegistryJson.read(answer.body(), JsonNode.class);
  }

  /** What somebody without a token gets. */
  HttpResponse<byte[]> open(String path) throws Exception {
    return noted(
        "GET",
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + BASE + path)).build(),
            HttpResponse.BodyHandlers.ofByteArray()));
  }

  String root(String json) throws Exception {
    return ok(Permission.ADMINISTER, "PUT", "/groups/root", json).path("id").asText();
  }

  String child(String parent, String name) throws Exception {
    return ok(
            Permission.ADMINISTER,
            "PUT",
            "/groups",
            "{\"parentId\":\"%s\",\"name\":\"%s\",\"subjectName\":\"CN=%s\"}"
                .formatted(parent, name, name))
        .path("id")
        .asText();
  }

  /** A module that has a key, makes signing requests, and takes certificates and trust lists. */
  EdgeModule module(String device) {
    String uri = "urn:" + device;
    keys.put(device, new KeySize(false, 2048).newKeyPair());
    EdgeModule module = server.cloud.edge(device, "bactrian");
    module.answers(
        "CreateSigningRequest_V2",
        ask ->
            json(
                Map.of(
                    "certificateRequest",
                    SigningRequests.of(keys.get(device), "SHA256withRSA", uri),
                    "applicationUri",
                    uri)));
    module.answers(
        "CreateServerSigningRequest_V2",
        ask ->
            json(
                Map.of(
                    "certificateRequest",
                    SigningRequests.of(
                        keys.get(device), "SHA256withRSA", "urn:server:" + device))));
    module.reports(Map.of("Type", "bactrian", "__capabilities__", Map.of()));
    return module;
  }

  static MethodResult json(Object value) {
    return MethodResult.ok(RegistryJson.bytes(value));
  }

  /** Registers an application. */
  String application(String uri) {
    return server
        .cloud
        .applications
        .createApplication(
            RegistryJson.read(
                RegistryJson.tree(
                    Map.of(
                        "applicationUri",
                        uri,
                        "applicationType",
                        ApplicationType.Server.name(),
                        "applicationName",
                        "Server",
                        "siteId",
                        "site1",
                        "discoveryUrls",
                        List.of("opc.tcp://plc.plant.example:4840"))),
                ApplicationRegistrationRequest.class),
            "ann")
        .id();
  }

  /** Gives an application an endpoint that a module serves. */
  void serve(String applicationId, String endpointId, String device) {
    EndpointInfo endpoint =
        EndpointInfoBuilder.builder()
            .applicationId(applicationId)
            .activationState(EndpointActivationState.Activated)
            .registration(
                EndpointRegistrationBuilder.builder()
                    .id(endpointId)
                    .supervisorId(device + "_module_bactrian")
                    .endpointUrl("opc.tcp://plc.plant.example:4840")
                    .endpoint(
                        new Endpoint(
                            "opc.tcp://plc.plant.example:4840",
                            null,
                            ServerSecurityMode.SignAndEncrypt,
                            null,
                            "0".repeat(40)))
                    .build())
            .build();
    new EndpointTwins(server.cloud.hub).put(endpointId, present -> Optional.of(endpoint));
  }

  /** Thumbprint that callers of an endpoint expect. */
  String expectedCertificate(String endpointId) {
    return new EndpointTwins(server.cloud.hub)
        .find(endpointId)
        .orElseThrow()
        .registration()
        .endpoint()
        .certificate();
  }

  String startSigning(String entity, String group, byte[] csr) throws Exception {
    String request =
        csr == null
            ? "{\"entityId\":\"%s\",\"groupId\":\"%s\"}".formatted(entity, group)
            : "{\"entityId\":\"%s\",\"groupId\":\"%s\",\"certificateRequest\":\"%s\"}"
                .formatted(entity, group, SigningRequests.base64(csr));
    return ok(Permission.WRITE, "PUT", "/requests/sign", request).path("requestId").asText();
  }

  /** Approves a request and waits for its certificate. */
  void approve(String request) throws Exception {
    ok(Permission.SIGN, "POST", "/requests/" + request + "/approve", "");
    await().untilAsserted(() -> assertThat(state(request)).isEqualTo("Completed"));
  }

  JsonNode request(String id) throws Exception {
    return ok(Permission.READ, "GET", "/requests/" + id, "");
  }

  String state(String request) throws Exception {
    return request(request).path("state").asText();
  }

  /** Certificate of an entity, from request to acceptance. */
  byte[] certificate(String entity, String group, byte[] csr) throws Exception {
    String request = startSigning(entity, group, csr);
    approve(request);
    return ok(Permission.WRITE, "GET", "/requests/sign/" + request, "")
        .path("certificate")
        .path("certificate")
        .binaryValue();
  }

  /** Payloads that a module was called with. */
  static List<JsonNode> calls(EdgeModule module, String method) {
    return module.calls().stream()
        .filter(call -> call.method().equals(method))
        .map(EdgeModule.Call::payload)
        .toList();
  }

  static List<byte[]> chain(JsonNode answer, String member) {
    List<byte[]> chain = new ArrayList<>();
    answer
        .path("chain")
        .forEach(one -> chain.add(java.util.Base64.getDecoder().decode(one.path(member).asText())));
    return chain;
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
