package org.bactrian.cloud.registry.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ApplicationType;
import org.bactrian.model.registry.AuthenticationMethod;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointConnectivityState;
import org.bactrian.model.registry.EndpointIds;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.RegistryOperation;
import org.bactrian.model.registry.ServerSecurityMode;
import org.junit.jupiter.api.Test;

class GoldenTwinsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode GOLDEN = goldenTwins();
  private static final String POLICY = "http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256";

  private static final ApplicationInfo PLC =
      new ApplicationInfo(
              null,
              ApplicationType.Server,
              "urn:server:PLC1",
              "urn:acme:product",
              "PLC 1",
              null,
              Map.of("en", "PLC 1"),
              List.of("DA", "LDS-ME"),
              List.of("opc.tcp://PLC1:4840/"),
              null,
              null,
              List.of("10.0.0.5:4840"),
              null,
              null,
              null,
              new RegistryOperation("onboarding", Instant.parse("2026-01-02T03:04:05.6789Z")),
              null)
          .foundBy("plant1", "edge1_module_discovery");

  private static final EndpointInfo ENDPOINT =
      new EndpointInfo(
          new EndpointRegistration(
              "uatb4d3a305437d85664ad0957fbcfaeb1e299af990",
              "opc.tcp://PLC1:4840/",
              "plant1",
              "edge1_module_twin",
              "edge1_module_discovery",
              new Endpoint(
                  "opc.tcp://10.0.0.5:4840/",
                  List.of("opc.tcp://10.0.0.5:4840/", "opc.tcp://PLC1:4840/"),
                  ServerSecurityMode.SignAndEncrypt,
                  POLICY,
                  "0123456789ABCDEF0123456789ABCDEF01234567"),
              3,
              List.of(
                  new AuthenticationMethod("anon", CredentialType.None, null, null),
                  new AuthenticationMethod("user", CredentialType.UserName, POLICY, null))),
          PLC.applicationId(),
          EndpointActivationState.Activated,
          EndpointConnectivityState.Disconnected,
          null,
          null);

  @Test
  void anApplicationLiesInItsTwinAsInVersion2Dot8() {
    JsonNode golden = GOLDEN.path("application").path("twin");

    ObjectNode patch = ApplicationTwin.patch(empty(PLC.applicationId()), PLC);

    assertThat(PLC.applicationId()).isEqualTo(golden.path("deviceId").asText());
    assertThat(stored(patch.path("tags"))).isEqualTo(stored(golden.path("tags")));
    assertThat(patch.has("properties")).isFalse();
  }

  @Test
  void anApplicationIsReadFromItsTwinWithTheNamesOfItsCapabilitiesAsStored() {
    Twin twin = golden("application");

    ApplicationInfo read = ApplicationTwin.read(twin).orElseThrow();

    assertThat(read.capabilities()).containsExactly("DA", "LDS_ME");
    assertThat(read).usingRecursiveComparison().ignoringFields("capabilities").isEqualTo(PLC);
    assertThat(ApplicationTwin.patch(twin, read)).isEmpty();
  }

  @Test
  void anEndpointLiesInItsTwinAsInVersion2Dot8() {
    JsonNode golden = GOLDEN.path("endpoint").path("twin");

    ObjectNode patch = EndpointTwin.patch(empty(ENDPOINT.registration().id()), ENDPOINT);

    assertThat(EndpointIds.of(PLC.applicationId(), ENDPOINT.registration()))
        .hasValue(golden.path("deviceId").asText());
    assertThat(stored(patch.path("tags"))).isEqualTo(stored(golden.path("tags")));
    assertThat(patch.path("properties").path("desired")).isEqualTo(golden.path("desired"));
  }

  @Test
  void anEndpointIsReadFromItsTwin() {
    Twin twin = golden("endpoint");

    EndpointInfo read = EndpointTwin.read(twin, true).orElseThrow();

    assertThat(read).usingRecursiveComparison().isEqualTo(ENDPOINT);
    assertThat(EndpointTwin.patch(twin, read)).isEmpty();
  }

  @Test
  void whatIsGoneFromAListIsRemovedFromTheTwin() {
    ApplicationInfo bare =
        new ApplicationInfo(
            PLC.applicationId(),
            PLC.applicationType(),
            PLC.applicationUri(),
            PLC.productUri(),
            PLC.applicationName(),
            null,
            PLC.localizedNames(),
            List.of("DA"),
            List.of(),
            null,
            null,
            PLC.hostAddresses(),
            PLC.siteId(),
            PLC.discovererId(),
            null,
            PLC.created(),
            null);

    ObjectNode patch = ApplicationTwin.patch(golden("application"), bare);

    assertThat(patch)
        .hasToString("{\"tags\":{\"DiscoveryUrls\":null,\"Capabilities\":{\"LDS_ME\":null}}}");
  }

  @Test
  void disablingSaysSinceWhenAndEnablingRemovesBothTags() {
    Instant since = Instant.parse("2026-02-03T04:05:06Z");

    ObjectNode patch = ApplicationTwin.patch(golden("application"), PLC.withNotSeenSince(since));

    assertThat(patch.path("tags"))
        .hasToString("{\"IsDisabled\":true,\"NotSeenSince\":\"2026-02-03T04:05:06Z\"}");
    Twin disabled = with(golden("application"), patch);
    assertThat(ApplicationTwin.read(disabled).orElseThrow().isDisabled()).isTrue();
    assertThat(ApplicationTwin.patch(disabled, PLC).path("tags"))
        .hasToString("{\"IsDisabled\":null,\"NotSeenSince\":null}");
  }

  private static Twin empty(String id) {
    return Twin.of(JSON.createObjectNode().put("deviceId", id));
  }

  private static Twin golden(String kind) {
    ObjectNode json = GOLDEN.path(kind).path("twin").deepCopy();
    json.set("tags", stored(json.path("tags")));
    json.putObject("properties").set("desired", json.remove("desired"));
    return Twin.of(json);
  }

  private static Twin with(Twin twin, JsonNode patch) {
    ObjectNode json = JSON.createObjectNode().put("deviceId", twin.id().deviceId());
    json.set("tags", ((ObjectNode) twin.tags().deepCopy()).setAll((ObjectNode) patch.path("tags")));
    return Twin.of(json);
  }

  /** As IoT Hub stores it: without what is null. */
  private static JsonNode stored(JsonNode json) {
    if (!json.isObject()) {
      return json;
    }
    ObjectNode stored = JSON.createObjectNode();
    json.properties()
        .forEach(
            member -> {
              if (!member.getValue().isNull()) {
                stored.set(member.getKey(), stored(member.getValue()));
              }
            });
    return stored;
  }

  private static JsonNode goldenTwins() {
    try (InputStream in = GoldenTwinsTest.class.getResourceAsStream("/golden/twins.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
