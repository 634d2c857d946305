package org.bactrian.edge.module;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bactrian.iothub.module.TwinChange;
import org.bactrian.model.registry.ModuleCapability;
import org.junit.jupiter.api.Test;

class EdgeTwinTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UAT = "uatb4d3a305437d85664ad0957fbcfaeb1e299af990";

  private final EndpointActivations activations = new EndpointActivations();

  @Test
  void aModuleReportsWhoItIsAndWhatItCanDo() throws Exception {
    JsonNode reported = apply(twin("plant1", EnumSet.allOf(ModuleCapability.class)), "{}", "{}");

    assertThat(reported)
        .isEqualTo(
            JSON.readTree(
                """
                {"__type__": "OpcPublisher", "__version__": "1.2.3", "__siteid__": "plant1",
                 "__capabilities__": {"publisher": true, "supervisor": true, "discoverer": true}}
                """));
    assertThat(ModuleCapability.of(JSON.createObjectNode(), reported))
        .containsExactlyInAnyOrder(ModuleCapability.values());
  }

  @Test
  void aModuleThatDoesOneThingIsOneThatVersion28Knows() throws Exception {
    JsonNode reported = apply(twin("", EnumSet.of(ModuleCapability.discoverer)), "{}", "{}");

    assertThat(reported.path("__type__").asText()).isEqualTo("discoverer");
    assertThat(reported.path("__capabilities__").toString()).isEqualTo("{\"discoverer\":true}");
    assertThat(reported.has("__siteid__")).isFalse();
  }

  @Test
  void theSiteThatTheCloudNamesIsNotReportedBackAsTheEdgesOwn() throws Exception {
    Site site = new Site("configured");
    EdgeTwin twin = twin(site, EnumSet.allOf(ModuleCapability.class));

    JsonNode reported = apply(twin, "{\"__siteid__\":\"cloud\"}", "{}");

    assertThat(reported.has("__siteid__")).isFalse();
    assertThat(site.name()).contains("cloud");
    assertThat(twin.apply("{\"__siteid__\":null}", TwinChange.DESIRED))
        .isEqualTo("{\"__siteid__\":\"configured\"}");
    assertThat(site.name()).contains("configured");
  }

  @Test
  void whatIsKnownAlreadyIsNotReportedAgain() throws Exception {
    EdgeTwin twin = twin("plant1", EnumSet.allOf(ModuleCapability.class));
    JsonNode reported = apply(twin, "{}", "{}");

    assertThat(twin.apply(full("{}", reported.toString()), TwinChange.FULL)).isEmpty();
    assertThat(twin.apply("{\"Unknown\":1}", TwinChange.DESIRED)).isEmpty();
  }

  @Test
  void aPartSeesAChangeOfWhatItWasGivenBefore() throws Exception {
    List<JsonNode> given = new ArrayList<>();
    TwinPart part =
        desired -> {
          given.add(desired.path("endpoint"));
          return JSON.createObjectNode();
        };
    EdgeTwin twin =
        new EdgeTwin(
            EnumSet.allOf(ModuleCapability.class), "1.2.3", new Site("plant1"), List.of(part));

    apply(twin, "{\"endpoint\":{\"certificate\":\"A\"}}", "{}");
    twin.apply("{\"endpoint\":{\"certificate\":\"B\"}}", TwinChange.DESIRED);

    assertThat(given)
        .map(JsonNode::toString)
        .containsExactly("{\"certificate\":\"A\"}", "{\"certificate\":\"B\"}");
  }

  @Test
  void whatDidNotArriveIsReportedAgain() throws Exception {
    EdgeTwin twin = twin("plant1", EnumSet.allOf(ModuleCapability.class));
    JsonNode reported = apply(twin, "{}", "{}");

    twin.notReported(new IOException("IoT Hub did not answer in 30 s."));

    assertThat(JSON.readTree(twin.report())).isEqualTo(reported);
    assertThat(twin.report()).isEmpty();
  }

  @Test
  void aCapabilityThatIsSwitchedOffIsTakenBack() throws Exception {
    EdgeTwin twin = twin("", EnumSet.of(ModuleCapability.publisher, ModuleCapability.discoverer));

    JsonNode reported =
        apply(twin, "{}", "{\"__capabilities__\":{\"publisher\":true,\"supervisor\":true}}");

    assertThat(reported.path("__capabilities__"))
        .isEqualTo(JSON.readTree("{\"supervisor\":null,\"discoverer\":true}"));
  }

  @Test
  void endpointsWithASecretInTheTwinAreActivatedUntilItIsGone() throws Exception {
    EdgeTwin twin = twin("", EnumSet.allOf(ModuleCapability.class));

    apply(twin, "{\"" + UAT + "\":\"c2VjcmV0\",\"uatx\":\"c2VjcmV0\"}", "{}");
    assertThat(activations.status()).extracting("id").containsExactly(UAT);

    twin.apply("{\"" + UAT + "\":null}", TwinChange.DESIRED);
    assertThat(activations.status()).isEmpty();
  }

  @Test
  void aPartThatDropsAPropertyHasItRemoved() throws Exception {
    ObjectNode part = JsonNodeFactory.instance.objectNode().put("Mode", "Fast");
    EdgeTwin twin = new EdgeTwin(Set.of(), "1", new Site(""), List.of(desired -> part.deepCopy()));
    apply(twin, "{}", "{}");

    part.putNull("Mode");

    assertThat(twin.apply("{}", TwinChange.DESIRED)).isEqualTo("{\"Mode\":null}");
    assertThat(twin.apply("{}", TwinChange.DESIRED)).isEmpty();
  }

  private static JsonNode apply(EdgeTwin twin, String desired, String reported) throws Exception {
    return JSON.readTree(twin.apply(full(desired, reported), TwinChange.FULL));
  }

  private static String full(String desired, String reported) {
    return "{\"desired\":%s,\"reported\":%s}".formatted(desired, reported);
  }

  private EdgeTwin twin(String site, Set<ModuleCapability> capabilities) {
    return twin(new Site(site), capabilities);
  }

  private EdgeTwin twin(Site site, Set<ModuleCapability> capabilities) {
    return new EdgeTwin(capabilities, "1.2.3", site, List.of(activations));
  }
}
