package org.bactrian.edge.publisher.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the schema for editors, the reader, and what OPC Publisher knows together. */
class PublishedNodesSchemaTest {

  private static final Path CONFIG = Path.of(System.getProperty("bactrian.root"), "config");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  /** Written by OPC Publisher 2.8, dropped by 2.9. */
  private static final Set<String> ONLY_IN_2_8 = Set.of("Tag");

  /** A transport of ours. */
  private static final Map<String, String> ADDED =
      Map.of("WriterGroupTransport", "Log", "OpcAuthenticationMode", "JwtToken");

  private static JsonNode schema() throws Exception {
    return JSON.readTree(Files.readString(CONFIG.resolve("published_nodes.schema.json")));
  }

  private static JsonNode golden() throws Exception {
    try (InputStream in =
        PublishedNodesSchemaTest.class.getResourceAsStream("/golden/published_nodes.json")) {
      return JSON.readTree(in);
    }
  }

  @Test
  void theSchemaHasAnId() throws Exception {
    assertThat(schema().get("$id").asText()).startsWith("urn:bactrian:");
  }

  @Test
  void messagingModesAndEncodingsAreThoseOfTheEncoder() {
    assertThat(((AttributeType.Choice) EntryAttribute.MESSAGING_MODE.type()).names())
        .containsExactlyElementsOf(
            Stream.of(MessagingMode.values()).map(MessagingMode::text).toList());
    for (MessageEncoding encoding : MessageEncoding.values()) {
      assertThat(((AttributeType.Choice) EntryAttribute.MESSAGE_ENCODING.type()).numbers())
          .containsEntry((long) encoding.number(), encoding.text());
    }
  }

  private static JsonNode properties(String owner) throws Exception {
    return schema().at("/definitions/" + owner + "/properties");
  }

  static Stream<Arguments> attributes() {
    return Stream.concat(
        AttributeCatalog.ENTRY.all().stream().map(one -> Arguments.of("entry", one)),
        AttributeCatalog.NODE.all().stream().map(one -> Arguments.of("node", one)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"entry", "node"})
  void theReaderKnowsWhatOpcPublisherKnows(String owner) throws Exception {
    List<String> known =
        (owner.equals("entry") ? AttributeCatalog.ENTRY : AttributeCatalog.NODE)
            .all().stream()
                .map(PublishedNodesAttribute::text)
                .filter(name -> !ONLY_IN_2_8.contains(name))
                .toList();
    List<String> upstream =
        StreamSupport.stream(golden().get(owner).spliterator(), false)
            .map(one -> one.get("name").asText())
            .toList();

    assertThat(known).isEqualTo(upstream);
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void theSchemaSaysWhatTheReaderTakes(String owner, PublishedNodesAttribute attribute)
      throws Exception {
    JsonNode property = properties(owner).get(attribute.text());
    AttributeType type = attribute.type();

    assertThat(property.get("title").asText()).isNotBlank();
    assertThat(property.get("description").asText()).endsWith(".");
    assertThat(property.path("type").asText("any")).isEqualTo(schemaType(type));
    if (type instanceof AttributeType.NodeAttributeType) {
      assertThat(texts(property.at("/anyOf/0/enum")))
          .isEqualTo(AttributeType.NodeAttributeType.names());
    }
    if (type instanceof AttributeType.Interval interval) {
      assertThat(property.get("description").asText()).contains("in " + interval.plural());
      assertThat(AttributeNames.of(attribute).timespanOf(attribute)).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("attributes")
  void theReaderTakesTheTypeThatOpcPublisherTakes(String owner, PublishedNodesAttribute attribute)
      throws Exception {
    if (ONLY_IN_2_8.contains(attribute.text())) {
      return;
    }
    JsonNode upstream =
        StreamSupport.stream(golden().get(owner).spliterator(), false)
            .filter(one -> one.get("name").asText().equals(attribute.text()))
            .findFirst()
            .orElseThrow();
    String type = upstream.get("type").asText();

    assertThat(Attributes.takes(attribute.type(), type)).as(type).isTrue();
    if (attribute.type() instanceof AttributeType.Choice choice
        && golden().get("enums").has(type)) {
      List<String> names = new ArrayList<>(texts(golden().get("enums").get(type)));
      names.addAll(ADDED.containsKey(type) ? List.of(ADDED.get(type)) : List.of());
      assertThat(choice.names()).isEqualTo(names);
    }
  }

  /** Attributes of a type of OPC Publisher for the reader. */
  private static final class Attributes {
    static boolean takes(AttributeType type, String upstream) {
      return switch (upstream) {
        case "string" -> type instanceof AttributeType.Text || type instanceof AttributeType.Topic;
        case "bool" -> type instanceof AttributeType.BooleanType;
        case "uint" -> type.equals(new AttributeType.Whole(0, 4_294_967_295L));
        case "byte" -> type.equals(new AttributeType.Whole(0, 255));
        case "int" ->
            type instanceof AttributeType.Interval
                || type.equals(new AttributeType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE));
        case "double" -> type instanceof AttributeType.Real;
        case "TimeSpan" -> type instanceof AttributeType.Timespan;
        case "Guid" -> type instanceof AttributeType.Guid;
        case "DateTimeOffset" -> type instanceof AttributeType.Time;
        case "NodeAttribute" -> type instanceof AttributeType.NodeAttributeType;
        case "NodeIdModel" -> type instanceof AttributeType.LegacyNodeId;
        case "IReadOnlyList<string>" -> type instanceof AttributeType.Texts;
        case "IList<OpcNodeModel>", "IReadOnlyList<OpcNodeModel>" ->
            type instanceof AttributeType.Nodes;
        default -> type instanceof AttributeType.Choice || type instanceof AttributeType.Structure;
      };
    }
  }

  private static String schemaType(AttributeType type) {
    if (type instanceof AttributeType.BooleanType) {
      return "boolean";
    }
    if (type instanceof AttributeType.Whole || type instanceof AttributeType.Interval) {
      return "integer";
    }
    if (type instanceof AttributeType.Real) {
      return "number";
    }
    if (type instanceof AttributeType.Nodes || type instanceof AttributeType.Texts) {
      return "array";
    }
    if (type instanceof AttributeType.Structure || type instanceof AttributeType.LegacyNodeId) {
      return "object";
    }
    return type instanceof AttributeType.NodeAttributeType ? "any" : "string";
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Set<ValidationMessage> validate(String text) throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema());
    return schema.validate(JSON.readTree(text));
  }

  @Test
  void theDemonstrationsFileFollowsTheSchemaAndHasNoFault() throws Exception {
    Path file = CONFIG.resolve("published_nodes.json");

    assertThat(validate(Files.readString(file))).isEmpty();
    PublishedNodes nodes = PublishedNodes.read(file, Nodes.STRICT);
    assertThat(nodes.faults()).isEmpty();
    assertThat(nodes.groups()).extracting("name").containsExactly("Line1", "Line2");
  }

  @Test
  void theSchemaRefusesWhatTheReaderRefuses() throws Exception {
    for (String fault :
        List.of(
            "[{'OpcNodes': [{'Id': 'i=1'}]}]",
            "[{'EndpointUrl': 'http://plc1'}]",
            "[{'EndpointUrl': 'opc.tcp://plc1:4840', 'DataSetPublishingInterval': '5 s'}]",
            "[{'EndpointUrl': 'opc.tcp://plc1:4840', 'BatchTriggerIntervalTimespan': '5 s'}]",
            "[{'EndpointUrl': 'opc.tcp://plc1:4840', 'MessagingMode': 'PupSub'}]",
            "[{'EndpointUrl': 'opc.tcp://plc1:4840', 'OpcNodes': [{'DisplayName': 'a'}]}]",
            "[{'EndpointUrl': 'opc.tcp://plc1:4840', 'OpcNodes': [{'Id': 'i=1', 'IndexRange':"
                + " 'a'}]}]",
            "{}")) {
      assertThat(validate(fault)).as(fault).isNotEmpty();
      PublishedNodes nodes = Nodes.strict(fault);
      assertThat(nodes.faults()).as(fault).anyMatch(PublishedNodesFault::isError);
    }
  }
}
