package org.bactrian.edge.publisher.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on a published nodes file, with the error cases of OPC Publisher. */
class ConfigurationOperationsTest extends EditedNodesFile {

  @Test
  void nodesArePublishedListedAndUnpublishedAndTheFileSaysSo() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed", "ns=2;s=Level"));
    operations.publishNodes(pump("ns=2;s=Level", "ns=2;s=Power"));

    assertThat(publishedIds()).containsExactly("ns=2;s=Speed", "ns=2;s=Level", "ns=2;s=Power");
    assertThat(ids(operations.getConfiguredNodesOnEndpoint(pump()).opcNodes()))
        .containsExactly("ns=2;s=Speed", "ns=2;s=Level", "ns=2;s=Power");

    operations.unpublishNodes(pump("ns=2;s=Level"));

    assertThat(afterRestart()).containsExactly("ns=2;s=Speed", "ns=2;s=Power");
    operations.unpublishNodes(pump("ns=2;s=Speed", "ns=2;s=Power"));
    assertThat(operations.getConfiguredEndpoints("true").endpoints()).isEmpty();
    assertThat(afterRestart()).isEmpty();
  }

  @Test
  void anEventNodeIsTheSameHoweverItsMembersAreSpelled() throws Exception {
    String node =
        """
        {"Id": "i=2253", "EventFilter": {
          "SelectClauses": [{"TypeDefinitionId": "i=2041", "BrowsePath": ["Message"]}],
          "WhereClause": {"Elements": [{"FilterOperator": "OfType",
            "FilterOperands": [{"Value": "i=2041"}]}]}}}
        """;
    start("[" + PUMP.formatted(", \"OpcNodes\": [" + node + "]") + "]");
    ObjectNode other = pump();
    other.set("OpcNodes", json("[" + node.replace("i=2041\"}", "i=2915\"}") + "]"));
    ObjectNode same = pump();
    same.set(
        "OpcNodes",
        json(
            "["
                + node.replace("SelectClauses", "selectClauses")
                    .replace("\"TypeDefinitionId\": \"i=2041\", ", "")
                    .replace(
                        "[\"Message\"]",
                        "[\"Message\"], \"indexRange\": null, \"typeDefinitionId\": \"i=2041\"")
                + "]"));

    operations.publishNodes(same);
    assertThat(publishedIds()).hasSize(1);
    assertThat(
            catchThrowableOfType(OperationException.class, () -> operations.unpublishNodes(other)))
        .hasMessageContaining("Nodes not found");
    operations.unpublishNodes(same);
    assertThat(operations.getConfiguredEndpoints("true").endpoints()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 400, 600, 997})
  void howeverDeepAnEntryIsTheAnswerOfAllEntriesCanBeWritten(int depth) throws Exception {
    ObjectNode deep = pump("i=1");
    deep.set("DataSetExtensionFields", json("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));

    try {
      operations.publishNodes(deep);
      assertThat(depth).isLessThan(500);
    } catch (OperationException e) {
      assertThat(depth).isGreaterThan(500);
      assertThat(e).hasMessageContaining("nested too deeply");
    }

    assertThat(RegistryJson.bytes(operations.getConfiguredEndpoints("true"))).isNotEmpty();
  }

  @Test
  void whatOperationsDoNotKnowStaysInItsPlace() throws Exception {
    start(
        """
        [ // the first
          { "comment": {"by": ["me"]}, "endpointUrl": "opc.tcp://plant:4840", "useSecurity": "false",
            "DATASETWRITERGROUP": "Hall 3", "DataSetWriterId": "Pump", "DeadbandValue": 1.50,
            "OpcNodes": [ {"id": "ns=2;s=Speed", "note": "mine"}, ] },
          { "EndpointUrl": "opc.tcp://other:4840", "NodeId": {"Identifier": "i=2258"} } ]
        """);

    operations.publishNodes(pump("ns=2;s=Level"));

    JsonNode now = JSON.readTree(file.toFile());
    assertThat(now.at("/0").toString())
        .startsWith("{\"comment\":{\"by\":[\"me\"]},\"endpointUrl\":\"opc.tcp://plant:4840\"")
        .contains("{\"id\":\"ns=2;s=Speed\",\"note\":\"mine\"}", "ns=2;s=Level");
    assertThat(Files.readString(file)).contains("1.50");
    assertThat(now.at("/1/NodeId/Identifier").asText()).isEqualTo("i=2258");
  }

  @Test
  void aWriterThatAnOperationDoesNotTouchStaysTheSame() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed"));
    List<List<WriterGroup>> seen = new ArrayList<>();
    AutoCloseable following = nodes.follow(seen::add);
    ObjectNode other = pump("ns=2;s=Speed");
    other.put("DataSetWriterId", "Other");
    operations.publishNodes(other);
    following.close();

    assertThat(seen.get(1).get(0).writers().get(0)).isEqualTo(seen.get(0).get(0).writers().get(0));
    assertThat(seen.get(1).get(0).writers()).hasSize(2);
  }

  @Test
  void anEditAtTheSameTimeIsNotLost() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed"));
    AtomicInteger attempts = new AtomicInteger();
    PublishedNodesEditor editor =
        new PublishedNodesEditor(Optional.of(nodes), false, cipher(), false);

    editor.change(
        document -> {
          if (attempts.getAndIncrement() == 0) {
            write(
                folder,
                "[{\"EndpointUrl\":\"opc.tcp://edited:4840\",\"OpcNodes\":[{\"Id\":\"i=1\"}]}]");
          }
          document.add(pump("ns=2;s=Level"));
          return null;
        });

    assertThat(attempts).hasValue(2);
    assertThat(afterRestart()).containsExactlyInAnyOrder("i=1", "ns=2;s=Level");
  }

  private static void write(Path folder, String text) {
    try {
      Files.writeString(folder.resolve("nodes.json"), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anUpdateReplacesNodesAndRemovesEntriesWithoutAny() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed", "ns=2;s=Level"));
    ObjectNode other = pump("i=2258");
    other.put("DataSetWriterId", "Other");

    operations.addOrUpdateEndpoints(JSON.createArrayNode().add(pump("ns=2;s=Power")).add(other));
    assertThat(afterRestart()).containsExactly("ns=2;s=Power", "i=2258");

    operations.addOrUpdateEndpoints(JSON.createArrayNode().add(pump()));
    assertThat(afterRestart()).containsExactly("i=2258");

    assertRefused(
        FaultKind.NOT_FOUND,
        () -> operations.addOrUpdateEndpoints(JSON.createArrayNode().add(pump())),
        "Endpoint not found: opc.tcp://plant:4840");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () -> operations.addOrUpdateEndpoints(JSON.createArrayNode().add(pump()).add(pump())),
        "/0 and /1");
  }

  @Test
  void whatIsOfNoUseIsRefusedByPointerAndChangesNothing() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed"));
    String before = Files.readString(file);
    ObjectNode wrong = pump("ns=2;s=Level");
    wrong.put("EndpointSecurityMode", "Strongest");

    assertRefused(FaultKind.BAD_REQUEST, () -> operations.publishNodes(pump()), "/OpcNodes");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () -> operations.publishNodes(json("{\"OpcNodes\": [{\"Id\": \"i=1\"}]}")),
        "/EndpointUrl");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () ->
            operations.publishNodes(
                json(
                    PUMP.formatted(
                        ", \"OpcNodes\": [{\"Id\": \"i=1\"}, {\"DisplayName\": \"x\"}]"))),
        "/OpcNodes/1");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () -> operations.publishNodes(wrong),
        "/1/EndpointSecurityMode: EndpointSecurityMode \"Strongest\"");
    assertRefused(
        FaultKind.NOT_FOUND,
        () -> operations.unpublishNodes(pump("ns=2;s=Speed", "ns=2;s=Gone")),
        "/OpcNodes/1 (ns=2;s=Gone)");
    assertRefused(
        FaultKind.NOT_FOUND,
        () ->
            operations.unpublishNodes(
                json(
                    PUMP.formatted(
                        ", \"OpcNodes\": [{\"Id\": \"ns=2;s=Speed\", \"QueueSize\": 5}]"))),
        "/OpcNodes/0");
    assertThat(Files.readString(file)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"EndpointUrl\": null}",
        "{\"EndpointUrl\": \"\"}",
        "{\"endpointUrl\": \"  \"}"
      })
  void withoutAnEndpointAllIsRemoved(String request) throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed"));

    operations.unpublishAllNodes(json(request));

    assertThat(JSON.readTree(file.toFile())).isEmpty();
  }

  @Test
  void aDataSetIsRemovedWholeAndOneThatIsNotThereIsNotFound() throws Exception {
    operations.publishNodes(pump("ns=2;s=Speed"));

    operations.unpublishAllNodes(pump());

    assertThat(JSON.readTree(file.toFile())).isEmpty();
    assertRefused(FaultKind.NOT_FOUND, () -> operations.unpublishAllNodes(pump()), "not found");
    assertRefused(FaultKind.NOT_FOUND, () -> operations.unpublishNodes(pump()), "not found");
    assertRefused(
        FaultKind.NOT_FOUND, () -> operations.getConfiguredNodesOnEndpoint(pump()), "not found");
  }

  @Test
  void aFileThatIsMissingOrDamagedIsLeftAlone() throws Exception {
    Files.writeString(file, "[{");
    assertRefused(
        FaultKind.INVALID_STATE,
        () -> operations.publishNodes(pump("i=1")),
        "nodes.json is not JSON");
    assertThat(Files.readString(file)).isEqualTo("[{");

    Files.delete(file);
    assertRefused(
        FaultKind.INTERNAL, () -> operations.unpublishAllNodes(null), "nodes.json does not exist");
    assertThat(file).doesNotExist();

    use(new PublishedNodesEditor(Optional.of(nodes), true, cipher(), false));
    operations.unpublishAllNodes(null);
    assertThat(JSON.readTree(file.toFile())).isEmpty();

    use(new PublishedNodesEditor(Optional.empty(), true, cipher(), false));
    assertRefused(
        FaultKind.INVALID_STATE, () -> operations.getConfiguredEndpoints("false"), "The cloud");
  }
}
