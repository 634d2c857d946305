package org.bactrian.interop.bactrian;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator finds a server that we did not write, from the cloud, and operates it. */
@NeedsNodeJs
class CloudOfNodeOpcuaTest {

  private static final String SERVER = "urn:node-opcua:plant:server";
  private static final String PLANT = "nsu=urn:node-opcua:plant;s=Plant";
  private static final String SET_POINT = "nsu=urn:node-opcua:plant;s=SetPoint";
  private static final String MULTIPLY = "nsu=urn:node-opcua:plant;s=Multiply";

  @TempDir private static Path data;
  private static Plant plant;
  private static JsonNode secured;
  private static String endpoint;

  @BeforeAll
  static void discoverAndActivateTheServer() throws Exception {
    plant = Plant.start(data, "--aa", "--di=0", "--ct=60");
    secured = signedAndEncrypted(plant.discovered());
    endpoint = secured.at("/registration/id").asText();
    plant.post("/registry/v2/endpoints/" + endpoint + "/activate", "");
  }

  @AfterAll
  static void stop() throws Exception {
    if (plant != null) {
      plant.close();
    }
  }

  @Test
  void itIsListedShownWithItsCertificateAndActivated() throws Exception {
    JsonNode applications = plant.get("/registry/v2/applications").path("items");
    assertThat(applications).hasSize(1);
    assertThat(applications.at("/0/applicationUri").asText()).isEqualTo(SERVER);
    assertThat(applications.at("/0/applicationType").asText()).isEqualTo("Server");

    assertThat(secured.path("applicationId")).isEqualTo(applications.at("/0/applicationId"));
    assertThat(secured.path("activationState").asText()).isEqualTo("Deactivated");
    String here = "/registry/v2/endpoints/" + endpoint;
    assertThat(certifiedUri(plant.get(here + "/certificate"))).isEqualTo(SERVER);
    assertThat(plant.get(here).path("activationState").asText()).startsWith("Activated");
  }

  @Test
  void aNodeIsBrowsedAPageAfterTheOtherAndByPath() throws Exception {
    Set<String> all = new TreeSet<>(names(asGet("browse", "?nodeId=" + PLANT)));

    JsonNode page =
        ask("browse", "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":4}".formatted(PLANT));
    Set<String> asked = new TreeSet<>(names(page));
    while (page.has("continuationToken")) {
      page = ask("browse/next", continued(page));
      asked.addAll(names(page));
    }
    JsonNode path =
        ask(
            "browse/path",
            """
            {"nodeId": "i=85",
             "browsePaths": [["urn:node-opcua:plant#Plant", "urn:node-opcua:plant#SetPoint"]]}
            """);

    assertThat(all).contains("Counter1", "Counter10", "SetPoint", "Profile", "Multiply");
    assertThat(asked).isEqualTo(all);
    assertThat(path.at("/targets/0/target/nodeId").asText())
        .isEqualTo("urn:node-opcua:plant#s=SetPoint");
  }

  @Test
  void aPageByGetGoesOnWithValuesAndEachNodeOnce() throws Exception {
    JsonNode first =
        ask(
            "browse",
            "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":2,\"targetNodesOnly\":true}"
                .formatted(PLANT));

    JsonNode next =
        asGet("browse/next", "?continuationToken=" + first.path("continuationToken").asText());

    assertThat(names(next)).hasSize(2).doesNotContainAnyElementsOf(names(first));
    assertThat(next.at("/references/0/target/value").isNumber()).isTrue();
    JsonNode aborted =
        ask(
            "browse/next",
            "{\"continuationToken\":\"%s\",\"abort\":true}"
                .formatted(next.path("continuationToken").asText()));
    assertThat(aborted.path("references")).isEmpty();
  }

  @Test
  void aSetPointIsWrittenAndReadBackByBothWays() throws Exception {
    assertThat(ask("write", "{\"nodeId\":\"%s\",\"value\":\"21.5\"}".formatted(SET_POINT)))
        .isEmpty();

    JsonNode read = ask("read", "{\"nodeId\":\"%s\"}".formatted(SET_POINT));
    assertThat(read.path("value").asDouble()).isEqualTo(21.5);
    assertThat(read.path("dataType").asText()).isEqualTo("Double");
    assertThat(asGet("read", "?nodeId=" + SET_POINT).path("value")).isEqualTo(read.path("value"));
  }

  @Test
  void whatTheServerRefusesIsInTheAnswer() throws Exception {
    JsonNode written = ask("write", "{\"nodeId\":\"i=2258\",\"value\":\"2026-01-01T00:00:00Z\"}");
    JsonNode unknown = asGet("read", "?nodeId=nsu=urn:node-opcua:plant;s=Nowhere");

    assertThat(written.at("/errorInfo/symbolicId").asText()).startsWith("Bad");
    assertThat(unknown.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
  }

  @Test
  void attributesAreReadAndWrittenWithAResultEach() throws Exception {
    JsonNode read =
        ask(
            "read/attributes",
            """
            {"attributes": [
              {"nodeId": "nsu=urn:node-opcua:plant;i=1001", "attribute": "Value"},
              {"nodeId": "nsu=urn:node-opcua:plant;i=1001", "attribute": "ValueRank"},
              {"nodeId": "nsu=urn:node-opcua:plant;i=4711", "attribute": "Value"}]}
            """);
    JsonNode written =
        ask(
            "write/attributes",
            """
            {"attributes": [
              {"nodeId": "%s", "attribute": "Value", "value": 20.5},
              {"nodeId": "i=2258", "attribute": "Value", "value": "2026-01-01T00:00:00Z"}]}
            """
                .formatted(SET_POINT));

    assertThat(read.at("/results/0/value")).hasToString("[1,2,3]");
    assertThat(read.at("/results/1/value").asInt()).isEqualTo(1);
    assertThat(read.at("/results/2/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(written.at("/results/0")).isEmpty();
    assertThat(written.at("/results/1/errorInfo/symbolicId").asText()).startsWith("Bad");
  }

  @Test
  void aMethodIsDescribedAndCalled() throws Exception {
    JsonNode metadata = ask("call/metadata", "{\"methodId\":\"%s\"}".formatted(MULTIPLY));

    JsonNode product = multiply("6", "\"7\"");
    JsonNode refused = multiply("1e308", "1e308");

    assertThat(metadata.path("inputArguments").findValuesAsText("name")).containsExactly("a", "b");
    assertThat(metadata.at("/inputArguments/0/type/nodeId").asText()).isEqualTo("Double");
    assertThat(product.at("/results/0/value").asDouble()).isEqualTo(42);
    assertThat(refused.at("/errorInfo/symbolicId").asText()).isEqualTo("BadOutOfRange");
  }

  private static JsonNode multiply(String a, String b) throws Exception {
    return ask(
        "call",
        "{\"objectId\":\"%s\",\"methodId\":\"%s\",\"arguments\":[{\"value\":%s},{\"value\":%s}]}"
            .formatted(PLANT, MULTIPLY, a, b));
  }

  private static JsonNode ask(String path, String request) throws Exception {
    return plant.post(at(path), request);
  }

  private static JsonNode asGet(String path, String query) throws Exception {
    return plant.get(at(path) + query);
  }

  /** Path of an operation such as {@code browse/next} for the endpoint. */
  private static String at(String path) {
    return "/twin/v2/" + path.replaceFirst("^(\\w+)", "$1/" + endpoint);
  }

  private static String continued(JsonNode page) {
    return "{\"continuationToken\":\"%s\"}".formatted(page.path("continuationToken").asText());
  }

  private static List<String> names(JsonNode page) {
    return page.path("references").findValuesAsText("displayName");
  }

  private static JsonNode signedAndEncrypted(JsonNode endpoints) {
    for (JsonNode item : endpoints) {
      if (item.at("/registration/endpoint/securityMode").asText().equals("SignAndEncrypt")) {
        return item;
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
}
