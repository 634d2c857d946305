package org.bactrian.edge.publisher.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.edge.publisher.nodes.PublishingDefaults;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.session.UserCredential;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations on a published nodes file, with the error cases of OPC Publisher. */
@Exercises(
    attributes = {"EncryptedAuthUsername", "EncryptedAuthPassword"},
    options = "ForceCredentialEncryption")
class ConfigurationOperationsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PUMP =
      """
      {"EndpointUrl": "opc.tcp://plant:4840", "UseSecurity": false,
       "DataSetWriterGroup": "Hall 3", "DataSetWriterId": "Pump"%s}
      """;

  @TempDir private Path folder;
  private Path file;
  private PublishedNodesFile nodes;
  private ConfigurationOperations operations;
  private WriterOperations writers;
  private PublishedItemOperations items;

  @BeforeEach
  void open() throws IOException {
    start("[]");
  }

  private void start(String content) throws IOException {
    file = folder.resolve("nodes.json");
    Files.writeString(file, content);
    nodes = new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT);
    use(new PublishedNodesEditor(Optional.of(nodes), false, cipher(), false));
  }

  private void use(PublishedNodesEditor editor) {
    operations =
        new ConfigurationOperations(
            editor, new PublishingDiagnostics(List::of, InstantSource.system()));
    writers = new WriterOperations(editor);
    items = new PublishedItemOperations(editor);
  }

  private PublishingDefaults defaults() {
    return PublishingDefaults.compatible("edge").withCipher(cipher());
  }

  private CredentialCipher cipher() {
    return CredentialCipher.in(folder.resolve("data"));
  }

  @Test
  void credentialsAreEncryptedAtRestWhenThatIsAskedFor() throws Exception {
    String entry = PUMP.formatted(", \"OpcNodes\": [{\"Id\": \"i=1\"}]").strip();
    String user =
        ", \"OpcAuthenticationMode\": \"UsernamePassword\","
            + " \"OpcAuthenticationUsername\": \"operator\", \"OpcAuthenticationPassword\": \"hidden\"}";
    start("[" + entry.substring(0, entry.length() - 1) + user + "]");
    PublishedNodesEditor editor =
        new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true);

    editor.sealPresent();

    assertThat(Files.readString(file))
        .contains("EncryptedAuthUsername", "EncryptedAuthPassword")
        .doesNotContain("operator", "hidden");
    assertThat(afterRestart()).containsExactly("i=1");
    assertThat(nodes.current().groups().get(0).writers().get(0).connection().user())
        .isEqualTo(new UserCredential.UserName("operator", "hidden"));

    use(new PublishedNodesEditor(Optional.of(nodes), false, cipher(), false));
    ObjectNode request = (ObjectNode) json(entry.substring(0, entry.length() - 1) + user);
    request.set("OpcNodes", json("[{\"Id\": \"i=2\"}]"));
    operations.publishNodes(request);
    assertThat(Files.readString(file)).doesNotContain("operator", "hidden");
    assertThat(afterRestart()).containsExactly("i=1", "i=2");

    Files.delete(folder.resolve("data/credentials.key"));
    assertThat(afterRestart()).isEmpty();
  }

  @Test
  void aDamagedKeyOfEncryptedCredentialsIsNamedAndNothingIsChanged() throws Exception {
    String user =
        ", \"OpcAuthenticationMode\": \"UsernamePassword\","
            + " \"OpcAuthenticationUsername\": \"operator\", \"OpcAuthenticationPassword\": \"hidden\","
            + " \"OpcNodes\": [{\"Id\": \"i=1\"}]";
    start("[" + PUMP.formatted(user) + "]");
    new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true).sealPresent();
    String sealed = Files.readString(file);
    Path key = folder.resolve("data/credentials.key");
    Files.write(key, Arrays.copyOf(Files.readAllBytes(key), 16));

    assertThat(new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT).faults())
        .singleElement()
        .asString()
        .contains("credentials.key in the data folder is damaged", "Restore it from a backup");
    assertRefused(
        FaultKind.INTERNAL, () -> operations.publishNodes(pump("i=2")), "credentials.key");
    assertThat(operations.getConfiguredEndpoints("false").endpoints()).hasSize(1);
    assertThat(Files.readString(file)).isEqualTo(sealed);
  }

  @Test
  void aTokenIsEncryptedAtRestAsAPasswordIs() throws Exception {
    String entry =
        PUMP.formatted(
                ", \"OpcAuthenticationMode\": \"JwtToken\", \"OpcAuthenticationPassword\":"
                    + " \"hidden\", \"OpcNodes\": [{\"Id\": \"i=1\"}]")
            .strip();
    start("[" + entry + "]");

    new PublishedNodesEditor(Optional.of(nodes), false, cipher(), true).sealPresent();

    assertThat(Files.readString(file)).contains("EncryptedAuthPassword").doesNotContain("hidden");
    assertThat(afterRestart()).containsExactly("i=1");
    assertThat(nodes.current().groups().get(0).writers().get(0).connection().user())
        .isEqualTo(new UserCredential.JsonWebToken("hidden"));
  }

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
    assertRefused(FaultKind.BAD_REQUEST, () -> operations.publishNodes(wrong), "Strongest");
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
  void passwordsStayInTheFileAndOutOfAnswers() throws Exception {
    ObjectNode secret = pump("ns=2;s=Speed");
    secret
        .put("OpcAuthenticationMode", "UsernamePassword")
        .put("OpcAuthenticationUsername", "operator")
        .put("OpcAuthenticationPassword", "hidden");
    operations.publishNodes(secret);

    List<ObjectNode> told = operations.getConfiguredEndpoints("true").endpoints();
    assertThat(told.toString()).contains("operator").doesNotContain("hidden");

    operations.setConfiguredEndpoints(
        JSON.createObjectNode().set("endpoints", JSON.valueToTree(told)));
    assertThat(Files.readString(file)).contains("hidden");
    assertThat(operations.getConfiguredNodesOnEndpoint(told.get(0)).opcNodes()).hasSize(1);
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

  @Test
  void singleNodesOfAConnectionArePublishedAndListed() throws Exception {
    String request =
        """
        {"connection": {"endpoint": {"url": "opc.tcp://plant:4840", "securityMode": "None"}},
         "request": %s}
        """;

    items.publishStart(
        json(request.formatted("{\"item\": {\"nodeId\": \"i=2258\", \"displayName\": \"Time\"}}")));
    items.publishBulk(
        json(
            request.formatted(
                "{\"nodesToAdd\": [{\"nodeId\": \"i=2259\", \"samplingInterval\": \"00:00:02\"}],"
                    + " \"nodesToRemove\": [\"i=1\"]}")));
    items.publishStart(json(request.formatted("{\"item\": {\"nodeId\": \"i=2258\"}}")));

    assertThat(items.publishList(json(request.formatted("{}"))).items())
        .containsExactly(
            new PublishedItemOperations.PublishedItem("i=2258", null, null, null, null),
            new PublishedItemOperations.PublishedItem("i=2259", null, null, "00:00:02", null));
    assertThat(afterRestart()).containsExactly("i=2258", "i=2259");

    items.publishStop(json(request.formatted("{\"nodeId\": \"i=2258\"}")));
    assertThat(afterRestart()).containsExactly("i=2259");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () -> items.publishBulk(json(request.formatted("{}"))),
        "names no nodes");
  }

  @Test
  void nodesOfAWriterHaveTheirPlaces() throws Exception {
    writers.createOrUpdateDataSetWriterEntry(pump("i=1", "i=2"));
    writers.addOrUpdateNodes(
        "Hall 3",
        "Pump",
        "i=1",
        json("[{\"Id\":\"i=3\"},{\"Id\":\"i=2\",\"DisplayName\":\"two\"},{\"Id\":\"i=4\"}]"));
    writers.addOrUpdateNode(
        "Hall 3", "Pump", null, json("{\"Id\":\"i=9\",\"DataSetFieldId\":\"f\"}"));

    assertThat(ids(writers.getNodes("Hall 3", "Pump", null, null)))
        .containsExactly("i=1", "i=3", "i=4", "i=2", "i=9");
    assertThat(ids(writers.getNodes("Hall 3", "Pump", "i=3", 2))).containsExactly("i=4", "i=2");
    assertThat(writers.getNodes("Hall 3", "Pump", "f", 5)).isEmpty();
    assertThat(writers.getNode("Hall 3", "Pump", "i=2").path("DisplayName").asText())
        .isEqualTo("two");
    assertThat(writers.getDataSetWriterEntry("Hall 3", "Pump").has("OpcNodes")).isFalse();

    writers.removeNode("Hall 3", "Pump", "f");
    writers.removeNodes("Hall 3", "Pump", json("[\"i=1\", \"i=77\"]"));
    assertThat(afterRestart()).containsExactly("i=3", "i=4", "i=2");
    writers.removeDataSetWriterEntry("Hall 3", "Pump", null);
    assertThat(JSON.readTree(file.toFile())).isEmpty();
  }

  @Test
  void aWriterThatIsNotThereOrThereTwiceIsSaid() throws Exception {
    assertRefused(
        FaultKind.NOT_FOUND,
        () -> writers.getNodes("Hall 3", "Pump", null, null),
        "no writer Pump");
    writers.createOrUpdateDataSetWriterEntry(pump("i=1"));
    assertRefused(
        FaultKind.NOT_FOUND, () -> writers.removeNode("Hall 3", "Pump", "i=2"), "no node i=2");
    assertRefused(
        FaultKind.NOT_FOUND,
        () -> writers.addOrUpdateNode("Hall 3", "Pump", "i=2", json("{\"Id\":\"i=3\"}")),
        "insert behind");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () ->
            writers.addOrUpdateNodes(
                "Hall 3", "Pump", null, json("[{\"Id\":\"i=3\"},{\"Id\":\"i=3\"}]")),
        "/1 has the field id i=3");
    assertRefused(
        FaultKind.BAD_REQUEST,
        () ->
            writers.addOrUpdateNode(
                "Hall 3", "Pump", null, json("{\"Id\":\"i=3\",\"OpcPublishingInterval\":5}")),
        "/OpcPublishingInterval");
    assertRefused(
        FaultKind.BAD_REQUEST, () -> writers.removeNodes("Hall 3", "Pump", json("[]")), "no nodes");

    Files.writeString(file, "[" + pump("i=1") + "," + pump("i=2") + "]");
    assertRefused(
        FaultKind.INVALID_STATE, () -> writers.getNode("Hall 3", "Pump", "i=1"), "2 entries");
    assertRefused(
        FaultKind.INVALID_STATE,
        () -> writers.createOrUpdateDataSetWriterEntry(pump("i=1")),
        "2 entries");
    writers.removeDataSetWriterEntry("Hall 3", "Pump", "true");
    assertThat(JSON.readTree(file.toFile())).isEmpty();
  }

  private static ObjectNode pump(String... ids) {
    List<String> listed = new ArrayList<>();
    for (String id : ids) {
      listed.add("{\"Id\": \"" + id + "\"}");
    }
    return (ObjectNode) json(PUMP.formatted(ids.length == 0 ? "" : ", \"OpcNodes\": " + listed));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> publishedIds() {
    return ids(nodes.current().groups());
  }

  private List<String> afterRestart() {
    return ids(
        new PublishedNodesFile(file, defaults(), FileWatchSettings.DEFAULT).current().groups());
  }

  private static List<String> ids(Object groupsOrNodes) {
    List<String> ids = new ArrayList<>();
    for (Object one : (List<?>) groupsOrNodes) {
      if (one instanceof WriterGroup group) {
        group
            .writers()
            .forEach(writer -> writer.fields().forEach(field -> ids.add(field.nodeId())));
      } else {
        ids.add(((ObjectNode) one).path("Id").asText());
      }
    }
    return ids;
  }

  private void assertRefused(FaultKind kind, ThrowingCallable call, String reason) {
    OperationException refused = catchThrowableOfType(OperationException.class, call);
    assertThat(refused)
        .isNotNull()
        .hasMessageContaining(reason)
        // Callers need not know the folders of the edge.
        .message()
        .doesNotContain(folder.toString());
    assertThat(refused.kind()).isEqualTo(kind);
  }
}
