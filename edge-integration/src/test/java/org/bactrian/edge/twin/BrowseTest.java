package org.bactrian.edge.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsing from the root to a leaf. */
class BrowseTest {

  private static final String FILLER = "nsu=urn:bactrian:plant;s=Line1/Filler";

  /** In the format that answers have where none is asked for. */
  private static final String FILLER_IN_ANSWERS = "urn:bactrian:plant#s=Line1%2fFiller";

  @TempDir static Path folder;
  private static Simulator plant;
  private static TwinEdge edge;

  @BeforeAll
  static void start() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(folder.resolve("plant")).withPort(0));
    edge = TwinEdge.start(folder.resolve("edge"), plant.endpointUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    plant.close();
  }

  @Test
  void withoutANodeTheRootFolderIsBrowsed() throws Exception {
    JsonNode answer = edge.ask("Browse", "{}");

    assertThat(answer.at("/node/nodeId").asText()).isEqualTo("i=84");
    assertThat(answer.at("/node/displayName").asText()).isEqualTo("Root");
    assertThat(answer.at("/node/children").asBoolean()).isTrue();
    assertThat(names(answer)).contains("Objects", "Types", "Views");
    assertThat(answer.has("continuationToken")).isFalse();
  }

  @Test
  void targetsAreShownWithTheirAttributes() throws Exception {
    JsonNode answer = edge.ask("Browse", TwinEdge.node(FILLER));

    JsonNode setpoint = target(answer, "SpeedSetpoint");
    assertThat(setpoint.path("nodeClass").asText()).isEqualTo("Variable");
    assertThat(setpoint.path("nodeId").asText()).isEqualTo(FILLER_IN_ANSWERS + "%2fSpeedSetpoint");
    assertThat(setpoint.path("dataType").asText()).isEqualTo("Double");
    assertThat(setpoint.path("valueRank").asText()).isEqualTo("Scalar");
    assertThat(setpoint.path("accessLevel").asText()).isEqualTo("CurrentRead, CurrentWrite");
    assertThat(setpoint.path("children").asBoolean()).isTrue();
    assertThat(setpoint.path("typeDefinitionId").asText()).isEqualTo("i=2368");
    assertThat(setpoint.has("value")).isFalse();
    assertThat(target(answer, "Product").path("children").asBoolean()).isFalse();
    assertThat(target(answer, "Start").path("executable").asBoolean()).isTrue();
    assertThat(answer.at("/references/0/referenceTypeId").asText()).startsWith("i=");
    assertThat(answer.at("/references/0/direction").asText()).isEqualTo("Forward");
  }

  @Test
  void valuesComeWhenTheyAreAskedFor() throws Exception {
    JsonNode answer =
        edge.ask(
            "Browse",
            "{\"nodeId\":\"%s\",\"readVariableValues\":true,\"nodeClassFilter\":[\"Variable\"]}"
                .formatted(FILLER));

    assertThat(target(answer, "Product").path("value").isTextual()).isTrue();
    assertThat(target(answer, "Product").has("sourceTimestamp")).isTrue();
    assertThat(names(answer)).doesNotContain("Start");
  }

  @Test
  void aLongListComesInPartsOfTheSizeAskedFor() throws Exception {
    Set<String> all = names(edge.ask("Browse", TwinEdge.node(FILLER)));

    Set<String> found = new TreeSet<>();
    JsonNode answer =
        edge.ask("Browse", "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":4}".formatted(FILLER));
    while (answer.has("continuationToken")) {
      assertThat(answer.path("references")).hasSize(4);
      found.addAll(names(answer));
      answer =
          edge.ask(
              "BrowseNext",
              "{\"continuationToken\":\"%s\"}"
                  .formatted(answer.path("continuationToken").asText()));
    }
    found.addAll(names(answer));

    assertThat(found).isEqualTo(all);
  }

  @Test
  void fewerReferencesThanNoneAreABadRequest() throws Exception {
    String request = "{\"nodeId\":\"i=85\",\"maxReferencesToReturn\":%d}";

    assertThat(edge.inParts("Browse", edge.envelope(request.formatted(-1))).status())
        .isEqualTo(400);
    assertThat(edge.ask("Browse", request.formatted(0)).path("references")).isEmpty();
  }

  @Test
  void aBrowseThatIsAbortedDoesNotGoOn() throws Exception {
    JsonNode answer =
        edge.ask("Browse", "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":1}".formatted(FILLER));
    String token = answer.path("continuationToken").asText();

    edge.ask("BrowseNext", "{\"continuationToken\":\"%s\",\"abort\":true}".formatted(token));

    assertThat(
            edge.ask("BrowseNext", "{\"continuationToken\":\"%s\"}".formatted(token))
                .at("/errorInfo/symbolicId")
                .asText())
        .isEqualTo("BadContinuationPointInvalid");
    assertThat(edge.inParts("BrowseNext", edge.envelope("{}")).status()).isEqualTo(400);
  }

  @Test
  void aNodeIsShownWithoutReferencesWhenNoneAreWanted() throws Exception {
    JsonNode answer =
        edge.ask("Browse", "{\"nodeId\":\"%s\",\"maxReferencesToReturn\":0}".formatted(FILLER));

    assertThat(answer.at("/node/displayName").asText()).isEqualTo("Filler");
    assertThat(answer.at("/node").has("children")).isFalse();
    assertThat(answer.path("references")).isEmpty();
  }

  @Test
  void eachTargetIsNamedOnceWhenReferencesDoNotMatter() throws Exception {
    JsonNode answer =
        edge.ask(
            "Browse",
            "{\"nodeId\":\"%s\",\"targetNodesOnly\":true,\"referenceTypeId\":\"i=31\"}"
                .formatted(FILLER));

    List<String> ids = answer.path("references").findValuesAsText("nodeId");
    assertThat(ids).doesNotHaveDuplicates().isNotEmpty();
    assertThat(answer.at("/references/0").has("referenceTypeId")).isFalse();
  }

  @Test
  void namesAndIdsComeAloneWhenNothingElseMatters() throws Exception {
    JsonNode answer =
        edge.ask("Browse", "{\"nodeId\":\"%s\",\"nodeIdsOnly\":true}".formatted(FILLER));

    JsonNode product = target(answer, "Product");
    assertThat(product.path("nodeId").asText()).isEqualTo(FILLER_IN_ANSWERS + "%2fProduct");
    assertThat(product.has("dataType")).isFalse();
    assertThat(product.has("children")).isFalse();
    assertThat(answer.at("/node").size()).isEqualTo(1);
  }

  @Test
  void aNodeThatDoesNotExistIsAnAnswerThatSaysSo() throws Exception {
    JsonNode answer = edge.ask("Browse", TwinEdge.node(FILLER + "/Nothing"));

    assertThat(answer.at("/errorInfo/symbolicId").asText()).isEqualTo("BadNodeIdUnknown");
    assertThat(answer.at("/node/nodeId").asText()).isEqualTo(FILLER_IN_ANSWERS + "%2fNothing");
    assertThat(answer.path("references")).isEmpty();
  }

  @Test
  void namespacesAreWrittenAsTheHeaderSays() throws Exception {
    String request = "{\"nodeId\":\"%s\",\"header\":{\"namespaceFormat\":\"Index\"}}";

    JsonNode answer = edge.ask("Browse", request.formatted(FILLER));

    assertThat(answer.at("/node/nodeId").asText()).isEqualTo("ns=2;s=Line1/Filler");
    assertThat(answer.at("/node/browseName").asText()).isEqualTo("2:Filler");
  }

  @Test
  void everythingBelowANodeComesAsItIsFound() throws Exception {
    JsonNode answer =
        edge.ask(
            "BrowseStream",
            "{\"nodeId\":[\"%s\"],\"direction\":\"Forward\",\"readVariableValues\":true}"
                .formatted(FILLER));

    assertThat(answer.at("/0/sourceId").asText()).isEqualTo(FILLER_IN_ANSWERS);
    assertThat(answer.at("/0/attributes/displayName").asText()).isEqualTo("Filler");
    assertThat(answer.at("/1/reference/target/nodeId").asText()).isNotEmpty();
    Set<String> nodes = new TreeSet<>();
    for (JsonNode chunk : answer) {
      if (chunk.has("attributes")) {
        assertThat(nodes.add(chunk.path("sourceId").asText())).as("seen once").isTrue();
      }
    }
    assertThat(nodes)
        .contains(FILLER_IN_ANSWERS + "%2fSpeed", FILLER_IN_ANSWERS + "%2fSpeed%2fEURange");
  }

  @Test
  void aStreamMayStayAtItsNodes() throws Exception {
    JsonNode answer =
        edge.ask(
            "BrowseStream",
            "{\"nodeId\":[\"i=85\",\"i=84\"],\"direction\":\"Forward\",\"noRecurse\":true}");

    assertThat(answer.findValues("attributes")).hasSize(2);
    assertThat(answer.findValues("reference")).isNotEmpty();
  }

  private static Set<String> names(JsonNode answer) {
    Set<String> names = new TreeSet<>();
    answer.path("references").forEach(r -> names.add(r.at("/target/displayName").asText()));
    return names;
  }

  private static JsonNode target(JsonNode answer, String name) {
    for (JsonNode reference : answer.path("references")) {
      if (reference.at("/target/displayName").asText().equals(name)) {
        return reference.path("target");
      }
    }
    throw new AssertionError("There is no " + name + " in " + answer);
  }
}
