package org.bactrian.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.DocumentReferences;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.RequestValidation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the document of a service to what clients of version 2.8 rely on: its facts, a file in
 * {@code contract/}, list paths, ids, parameters, enumerations, names and types.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract sealed class ServiceFacts
    permits EventsContractTest,
        HistoryContractTest,
        PublisherContractTest,
        RegistryContractTest,
        TwinContractTest,
        VaultContractTest {

  private final JsonNode facts;
  private final Contract contract;

  ServiceFacts(String service) {
    try (InputStream stream =
            ServiceFacts.class.getResourceAsStream("/contract/" + service + "-facts.json");
        InputStream document =
            ServiceFacts.class.getResourceAsStream("/openapi/cloud/" + service + ".yaml")) {
      facts = new ObjectMapper().readTree(stream);
      contract = Contract.read(service, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The outcome of checking a request; an empty body is none. */
  RequestValidation check(String operationId, Map<String, String> parameters, String body) {
    return new Contracts(List.of(contract))
        .validator(operationId)
        .orElseThrow()
        .check(name -> Stream.ofNullable(parameters.get(name)).toList(), body.getBytes(UTF_8));
  }

  Stream<String> operationIds() {
    return names(facts.path("operations"));
  }

  Stream<Operation> operations() {
    return contract.operations().stream();
  }

  Stream<String> schemaNames() {
    return names(facts.path("schemas"));
  }

  @Test
  void theDocumentHasEveryOperationThatClientsKnow() {
    assertThat(contract.operations())
        .extracting(Operation::id)
        .containsAll(operationIds().toList());
    assertThat(contract.basePath()).isEqualTo(facts.path("basePath").asText());
  }

  @ParameterizedTest
  @MethodSource("operationIds")
  void anOperationIsWhereClientsCallItAndTakesWhatTheySend(String id) {
    JsonNode fact = facts.path("operations").path(id);
    Operation operation = operation(id);

    assertThat(operation.method()).isEqualTo(fact.path("method").asText());
    assertThat(operation.path()).isEqualTo(fact.path("path").asText());
    assertThat(parameters(operation)).isEqualTo(texts(fact.path("parameters")));
    assertThat(body(operation)).isEqualTo(fact.path("body").asText());
    assertThat(operation.answers()).isEqualTo(fact.has("answer"));
    assertThat(answer(operation)).isEqualTo(fact.path("answer").asText());
  }

  @ParameterizedTest
  @MethodSource("operationIds")
  void anOperationLetsInWhomItLetIn(String id) {
    assertThat(operation(id).roles())
        .containsExactlyInAnyOrderElementsOf(
            StreamSupport.stream(
                    facts.path("operations").path(id).path("roles").spliterator(), false)
                .map(JsonNode::asText)
                .toList());
  }

  /** So that Swagger UI sends a request that is understood, without anybody typing. */
  @ParameterizedTest
  @MethodSource("operations")
  void theExamplesOfAnOperationMakeASoundRequest(Operation operation) {
    JsonNode definition = definition(operation);
    Map<String, String> parameters = new HashMap<>();
    for (JsonNode parameter : definition.path("parameters")) {
      if (parameter.has("example")) {
        parameters.put(parameter.path("name").asText(), parameter.path("example").asText());
      }
    }
    JsonNode body = definition.at("/requestBody/content/application~1json/example");

    RequestValidation checked =
        check(operation.id(), parameters, body.isMissingNode() ? "" : body.toString());

    assertThat(checked).isInstanceOf(RequestValidation.Valid.class);
    assertThat(definition.has("requestBody")).isEqualTo(!body.isMissingNode());
  }

  @ParameterizedTest
  @MethodSource("schemaNames")
  void aSchemaHasTheNamesAndTypesThatClientsKnow(String name) {
    JsonNode fact = facts.path("schemas").path(name);
    JsonNode schema = contract.document().at("/components/schemas/" + name);

    assertThat(list(schema.path("enum"))).isEqualTo(list(fact.path("enum")));
    assertThat(new TreeSet<>(list(schema.path("required"))))
        .isEqualTo(new TreeSet<>(list(fact.path("required"))));
    Map<String, String> types = new HashMap<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      types.put(property.getKey(), type(property.getValue()));
    }
    assertThat(types).isEqualTo(texts(fact.path("properties")));
  }

  @Test
  void theDocumentIsValidOpenApiWithoutALooseReference() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);

    SwaggerParseResult result =
        new OpenAPIParser().readContents(contract.document().toString(), List.of(), options);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths()).hasSize(contract.document().path("paths").size());
  }

  @Test
  void everythingIsDescribed() {
    List<String> silent = new ArrayList<>();
    for (Operation operation : contract.operations()) {
      if (definition(operation).path("description").asText().isBlank()) {
        silent.add(operation.id());
      }
      for (JsonNode parameter : definition(operation).path("parameters")) {
        if (parameter.path("description").asText().isBlank()) {
          silent.add(operation.id() + " " + parameter.path("name").asText());
        }
      }
    }
    JsonNode schemas = contract.document().at("/components/schemas");
    for (Map.Entry<String, JsonNode> schema : schemas.properties()) {
      for (Map.Entry<String, JsonNode> property :
          schema.getValue().path("properties").properties()) {
        JsonNode described = DocumentReferences.resolve(property.getValue(), contract.document());
        if (described.path("description").asText().isBlank()) {
          silent.add(schema.getKey() + " " + property.getKey());
        }
      }
    }
    assertThat(silent).isEmpty();
  }

  /** The examples of all path parameters of a name. */
  List<String> examples(String parameter) {
    return contract.document().findValues("parameters").stream()
        .flatMap(parameters -> StreamSupport.stream(parameters.spliterator(), false))
        .filter(found -> found.path("name").asText().equals(parameter))
        .filter(found -> found.path("in").asText().equals("path"))
        .map(found -> found.path("example").asText())
        .toList();
  }

  private Operation operation(String id) {
    return contract.operations().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode definition(Operation operation) {
    String path = operation.path().substring(contract.basePath().length());
    return contract
        .document()
        .path("paths")
        .path(path)
        .path(operation.method().toLowerCase(Locale.ROOT));
  }

  private Map<String, String> parameters(Operation operation) {
    Map<String, String> parameters = new TreeMap<>();
    for (JsonNode parameter : definition(operation).path("parameters")) {
      parameters.put(
          parameter.path("name").asText(),
          parameter.path("in").asText()
              + " "
              + type(parameter.path("schema"))
              + (parameter.path("required").asBoolean() ? " required" : ""));
    }
    return parameters;
  }

  private String body(Operation operation) {
    JsonNode body = definition(operation).path("requestBody");
    return body.isMissingNode()
        ? ""
        : type(body.at("/content/application~1json/schema"))
            + (body.path("required").asBoolean() ? " required" : "");
  }

  private String answer(Operation operation) {
    JsonNode schema =
        definition(operation).at("/responses/200/content").path("application/json").path("schema");
    return schema.isMissingNode() ? "" : type(schema);
  }

  /** A type in the short form of the table, such as {@code Endpoint[]} or {@code string:date}. */
  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      String reference = schema.path("$ref").asText();
      return reference.substring(reference.lastIndexOf('/') + 1);
    }
    String type = schema.path("type").asText("any");
    return switch (type) {
      case "array" -> type(schema.path("items")) + "[]";
      case "object" -> "{" + type(schema.path("additionalProperties")) + "}";
      default -> schema.has("format") ? type + ":" + schema.path("format").asText() : type;
    };
  }

  private static Stream<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey);
  }

  private static List<String> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
    return texts;
  }
}
