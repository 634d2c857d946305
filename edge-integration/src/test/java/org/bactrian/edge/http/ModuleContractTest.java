package org.bactrian.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.Parameter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the document of the edge to what clients of version 2.9 rely on: {@code
 * contract/module-facts.json} lists its paths, ids, enumerations, names and types.
 */
class ModuleContractTest {

  private static final String SCHEMAS = "#/components/schemas/";

  private static JsonNode facts;
  private static Contract contract;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream stream =
            ModuleContractTest.class.getResourceAsStream("/contract/module-facts.json");
        InputStream document =
            ModuleContractTest.class.getResourceAsStream("/openapi/edge/module.yaml")) {
      facts = new ObjectMapper().readTree(stream);
      contract = Contract.read("module", document);
    }
  }

  static Stream<String> operationIds() {
    return facts.path("operations").properties().stream().map(Map.Entry::getKey);
  }

  static Stream<Operation> operations() {
    return contract.operations().stream();
  }

  static Stream<String> schemaNames() {
    return facts.path("schemas").properties().stream().map(Map.Entry::getKey);
  }

  @Test
  void theDocumentHasEveryOperationThatClientsKnow() {
    assertThat(contract.operations())
        .extracting(Operation::id)
        .containsAll(operationIds().toList());
  }

  @ParameterizedTest
  @MethodSource("operationIds")
  void anOperationIsWhereClientsCallItAndTakesWhatTheySend(String id) {
    JsonNode fact = facts.path("operations").path(id);
    Operation operation = operation(id);

    assertThat(operation.method()).isEqualTo(fact.path("method").asText());
    assertThat(operation.path()).isEqualTo(fact.path("path").asText());
    assertThat(operation.parameters())
        .extracting(Parameter::name)
        .containsExactlyInAnyOrderElementsOf(texts(fact.path("parameters")));
    assertThat(body(operation)).isEqualTo(fact.path("body").asText());
    assertThat(answer(operation)).isEqualTo(fact.path("answer").asText());
    assertThat(operation.roles()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void aSchemaHasTheNamesAndTypesThatClientsKnow(String name) {
    JsonNode fact = facts.path("schemas").path(name);
    JsonNode schema = contract.document().at("/components/schemas/" + name);

    assertThat(schema.path("description").asText()).isNotBlank();
    if (fact.has("enum") && !schema.has("enum")) {
      // Flags, of which several stand in one text.
      assertThat(schema.path("type").asText()).isEqualTo("string");
      assertThat(schema.path("description").asText())
          .contains(String.join(", ", texts(fact.path("enum"))));
      return;
    }
    assertThat(texts(schema.path("enum"))).isEqualTo(texts(fact.path("enum")));
    assertThat(new TreeSet<>(texts(schema.path("required"))))
        .isEqualTo(new TreeSet<>(texts(fact.path("required"))));
    assertThat(types(schema.path("properties"))).isEqualTo(namesAndTexts(fact.path("properties")));
  }

  /** The names by which generators of clients call the class of an operation's parameters. */
  @ParameterizedTest
  @MethodSource("operations")
  void noSchemaIsCalledAsGeneratorsCallTheParametersOfAnOperation(Operation operation) {
    assertThat(contract.document().at("/components/schemas").has(operation.id() + "Request"))
        .isFalse();
  }

  /** Of what is sent, where something is sent; tests of each tag carry those out. */
  @ParameterizedTest
  @MethodSource("operations")
  void anOperationHasOneExample(Operation operation) {
    boolean silent =
        !(operation.body() instanceof Operation.Body.Json) && answer(operation).isEmpty();

    ObjectNode bodies = definition(operation).deepCopy();
    bodies.remove("parameters");
    assertThat(bodies.findValues("example")).hasSize(silent ? 0 : 1);
  }

  @Test
  void eachParameterOfPathAndHeaderHasAnExample() {
    List<String> without = new ArrayList<>();
    contract
        .document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .findValues("parameters")
                    .forEach(
                        parameters ->
                            parameters.forEach(
                                parameter -> {
                                  if (!parameter.path("in").asText().equals("query")
                                      && !parameter.has("example")) {
                                    without.add(path.getKey() + " " + parameter.path("name"));
                                  }
                                })));

    assertThat(without).isEmpty();
  }

  @Test
  void theDocumentIsSoundOpenApi() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);

    SwaggerParseResult result =
        new OpenAPIParser().readContents(contract.document().toString(), null, options);

    assertThat(result.getMessages()).isEmpty();
  }

  private static Operation operation(String id) {
    return contract.operations().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode definition(Operation operation) {
    return contract
        .document()
        .path("paths")
        .path(operation.path().substring(contract.basePath().length()))
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  private static String body(Operation operation) {
    return operation.body() instanceof Operation.Body.Json json && json.required()
        ? type(definition(operation).at("/requestBody/content/application~1json/schema"))
        : "";
  }

  private static String answer(Operation operation) {
    JsonNode schema = definition(operation).at("/responses/200/content/application~1json/schema");
    return schema.isMissingNode() ? "" : type(schema);
  }

  private static Map<String, String> types(JsonNode properties) {
    Map<String, String> types = new TreeMap<>();
    properties.properties().forEach(entry -> types.put(entry.getKey(), type(entry.getValue())));
    return types;
  }

  private static Map<String, String> namesAndTexts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.path("$ref").asText().substring(SCHEMAS.length());
    }
    String type = schema.path("type").asText("any");
    return switch (type) {
      case "array" -> type(schema.path("items")) + "[]";
      case "object" -> "map of " + type(schema.path("additionalProperties"));
      default -> type + (schema.has("format") ? ":" + schema.path("format").asText() : "");
    };
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return texts;
  }
}
