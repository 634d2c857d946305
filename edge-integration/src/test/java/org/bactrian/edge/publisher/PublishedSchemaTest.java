package org.bactrian.edge.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.bactrian.patience.Exercises;
import org.bactrian.simulator.Simulator;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON schemas of messages, and messages that follow them. */
@Exercises(options = {"PublishMessageSchema", "SchemaTopicTemplate"})
class PublishedSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLANT = "nsu=urn:bactrian:plant;s=";

  /** Samples of every type, each as a value, an array and a matrix. */
  private static final List<String> SAMPLES =
      Stream.of(
              "Boolean SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Float Double NotANumber",
              "String DateTime Guid ByteString XmlElement NodeId ExpandedNodeId StatusCode",
              "QualifiedName LocalizedText")
          .flatMap(types -> Stream.of(types.split(" ")))
          .flatMap(type -> Stream.of(type, type + "Array", type + "Matrix"))
          .map(type -> "Samples/" + type)
          .toList();

  private static final List<String> STRUCTURES =
      List.of(
          "Samples/Job",
          "Samples/JobArray",
          "Samples/MachineState",
          "Line1/Filler/Job",
          "Line1/Filler/Level");

  @TempDir private static Path servers;
  private static Simulator plant;

  @TempDir private Path folder;
  private final Map<String, JsonSchema> schemas = new HashMap<>();
  private PublishedFile file;

  @BeforeAll
  static void startThePlant() throws Exception {
    plant = Simulator.start(SimulatorSettings.in(servers).withPort(0));
  }

  @AfterAll
  static void stopThePlant() throws Exception {
    plant.close();
  }

  @BeforeEach
  void start() throws Exception {
    file = new PublishedFile(folder);
  }

  @AfterEach
  void stop() throws Exception {
    file.close();
  }

  private static String entry(String group, String writer, String format, List<String> nodes) {
    return """
        {'EndpointUrl': '%s', 'DataSetPublishingInterval': 50, 'DataSetSamplingInterval': 50,
         'WriterGroupTransport': 'Mqtt', 'DataSetWriterGroup': '%s', 'DataSetWriterId': '%s', %s,
         'BatchSize': 1, 'OpcNodes': [%s]}
        """
        .formatted(
            plant.endpointUrl(),
            group,
            writer,
            format,
            nodes.stream()
                .map(node -> "{'Id': '" + PLANT + node + "'}")
                .collect(Collectors.joining(",")));
  }

  /** Two writers in a group of each mode. */
  private void publish(List<String> groups, String encoding, String... options) {
    String entries =
        groups.stream()
            .flatMap(
                mode -> {
                  String format =
                      "'MessagingMode': '%s', 'MessageEncoding': '%s'".formatted(mode, encoding);
                  return Stream.of(
                      entry(mode, "values", format, SAMPLES),
                      entry(mode, "structures", format, STRUCTURES));
                })
            .collect(Collectors.joining(",", "[", "]"));
    file.publish(
        EdgeOptionsReader.read(List.of(options), Map.of()).options().publishingDefaults("edge"),
        entries);
  }

  private List<PublishedFile.Sent> sentTo(String topic) {
    return file.sent().stream()
        .filter(sent -> topic.equals(sent.headers().get(TelemetryHeaders.TOPIC)))
        .toList();
  }

  private static boolean hasMetaData(PublishedFile.Sent sent) {
    return "ua-metadata".equals(sent.headers().get(TelemetryHeaders.MESSAGE_TYPE));
  }

  private static JsonNode json(PublishedFile.Sent sent) throws Exception {
    return JSON.readTree(sent.body());
  }

  /** Every message of a group follows the schema of the group, which has all of its types. */
  private void followsItsSchema(String group, String topic) throws Exception {
    await()
        .until(
            () ->
                !sentTo(topic).isEmpty()
                    && sentTo("edge/messages/" + group).stream()
                        .map(PublishedFile.Sent::body)
                        .collect(Collectors.joining())
                        .contains("ORDER-"));
    PublishedFile.Sent sent = sentTo(topic).get(0);
    assertThat(sent.headers())
        .containsEntry(TelemetryHeaders.RETAINED, "true")
        .containsEntry(TelemetryHeaders.CONTENT_TYPE, "application/schema+json");
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json(sent));
    for (PublishedFile.Sent message : sentTo("edge/messages/" + group)) {
      if (!hasMetaData(message)) {
        assertThat(schema.validate(json(message)))
            .as("%s: %s by %s", group, message.body(), sent.body())
            .isEmpty();
      }
    }
    schemas.put(group, schema);
  }

  /** The schema of a group takes no message with a node that it does not know. */
  private void refusesOtherNodes(String group) throws Exception {
    PublishedFile.Sent message =
        await().until(() -> withInt32(group), Optional::isPresent).orElseThrow();
    JsonNode other = JSON.readTree(message.body().replace("Samples/Int32\"", "Samples/Nothing\""));
    assertThat(schemas.get(group).validate(other)).as(group).isNotEmpty();
  }

  private Optional<PublishedFile.Sent> withInt32(String group) {
    return sentTo("edge/messages/" + group).stream()
        .filter(sent -> !hasMetaData(sent) && sent.body().contains("Samples/Int32\""))
        .findFirst();
  }

  @Test
  void messagesOfEveryModeFollowTheirSchema() throws Exception {
    List<String> modes = Stream.of(MessagingMode.values()).map(MessagingMode::text).toList();
    publish(modes, "Json", "--ps");

    for (String mode : modes) {
      followsItsSchema(mode, "edge/messages/" + mode + "/schema");
      refusesOtherNodes(mode);
    }
  }

  @Test
  void strictMessagesAndBareValuesFollowTheirSchema() throws Exception {
    List<String> modes = List.of("PubSub", "DataSetMessages", "RawDataSets", "FullSamples");
    publish(modes, "Json", "-c", "--ps", "--ode", "--stt={RootTopic}/schemas/{TelemetryTopic}");

    for (String mode : modes) {
      followsItsSchema(mode, "edge/schemas/edge/messages/" + mode);
    }
  }

  @Test
  void reversibleMessagesFollowTheirSchema() throws Exception {
    List<String> modes = List.of("FullNetworkMessages", "DataSets", "Samples");
    publish(modes, "JsonReversible", "--publishschemas");

    for (String mode : modes) {
      followsItsSchema(mode, "edge/messages/" + mode + "/schema");
      refusesOtherNodes(mode);
    }
  }
}
