package org.bactrian.cloud.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.impl.DefaultCamelContext;
import org.bactrian.cloud.registry.RegistryBeans;
import org.bactrian.cloud.registry.RegistryHeaders;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.web.contract.Contract;
import org.bactrian.web.contract.DocumentReferences;
import org.bactrian.web.contract.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the beans and records of the registry, which carry out its operations, to its contract. */
class RegistryRecordsTest {

  private static final String NOWHERE =
      "HostName=hub.invalid;SharedAccessKeyName=service;SharedAccessKey=AAAA";

  private static DefaultCamelContext context;
  private static Contract contract;

  @BeforeAll
  static void bind() throws Exception {
    context = new DefaultCamelContext();
    HubService hub = new HubService(ConnectionString.parse(NOWHERE), "", "");
    new RegistryBeans(hub, InstantSource.system()).configure(context);
    try (InputStream stream = resource("/openapi/cloud/registry.yaml")) {
      contract = Contract.read("registry", stream);
    }
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  static Stream<Named<Operation>> operations() {
    return contract.operations().stream().map(operation -> Named.of(operation.id(), operation));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aBeanTakesAndReturnsWhatTheContractSays(Operation called) {
    Method method = method(called);
    JsonNode operation = definition(called.id());

    Set<String> differences = new TreeSet<>();
    JsonNode body = operation.at("/requestBody/content/application~1json/schema");
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(Body.class)) {
        compare("body", parameter.getParameterizedType(), body, differences);
      }
    }
    assertThat(
            Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Body.class)))
        .as("bodies taken")
        .hasSize(body.isMissingNode() ? 0 : 1);
    JsonNode answer = operation.at("/responses/200/content/application~1json/schema");
    if (answer.isMissingNode()) {
      assertThat(method.getReturnType()).isEqualTo(void.class);
    } else {
      compare("answer", method.getGenericReturnType(), answer, differences);
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aBeanReadsTheParametersThatTheContractHasAndNoOthers(Operation called) {
    Method method = method(called);
    Set<String> declared = new TreeSet<>();
    definition(called.id())
        .path("parameters")
        .forEach(parameter -> declared.add(parameter.path("name").asText()));
    Set<String> read =
        Arrays.stream(method.getParameters())
            .filter(parameter -> parameter.isAnnotationPresent(Header.class))
            .map(parameter -> parameter.getAnnotation(Header.class).value())
            .filter(name -> !name.equals(RegistryHeaders.AUTHORITY))
            .collect(Collectors.toCollection(TreeSet::new));

    boolean readsAll =
        Arrays.stream(method.getParameters())
            .anyMatch(parameter -> parameter.isAnnotationPresent(Headers.class));
    if (readsAll) {
      assertThat(declared).containsAll(read);
    } else {
      assertThat(read).isEqualTo(declared);
    }
  }

  private static Method method(Operation called) {
    Object bean = context.getRegistry().lookupByName(called.bean());
    assertThat(bean).as("bean " + called.bean()).isNotNull();
    List<Method> found =
        Arrays.stream(bean.getClass().getMethods())
            .filter(method -> method.getName().equals(called.beanMethod()))
            .toList();
    assertThat(found).as(called.bean() + "." + called.beanMethod()).hasSize(1);
    return found.get(0);
  }

  private static JsonNode definition(String id) {
    return StreamSupport.stream(contract.document().path("paths").spliterator(), false)
        .flatMap(path -> StreamSupport.stream(path.spliterator(), false))
        .filter(operation -> operation.path("operationId").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static void compare(String place, Type type, JsonNode node, Set<String> differences) {
    JsonNode schema = DocumentReferences.resolve(node, contract.document());
    Class<?> raw = raw(type);
    if (schema.has("enum")) {
      compareChoices(place, raw, schema.path("enum"), differences);
      return;
    }
    switch (schema.path("type").asText("any")) {
      case "object" -> {
        if (schema.has("additionalProperties")) {
          require(place, raw, differences, Map.class);
        } else {
          compareMembers(place, type, raw, schema, differences);
        }
      }
      case "array" -> {
        if (Collection.class.isAssignableFrom(raw)) {
          Type items = ((ParameterizedType) type).getActualTypeArguments()[0];
          compare(place + "[]", items, schema.path("items"), differences);
        } else {
          differences.add(place + " is a list in the contract and " + type);
        }
      }
      case "integer" -> require(place, raw, differences, Integer.class, int.class);
      case "boolean" -> require(place, raw, differences, Boolean.class, boolean.class);
      case "any" -> require(place, raw, differences, JsonNode.class, Object.class);
      default -> {
        switch (schema.path("format").asText()) {
          case "date-time" -> require(place, raw, differences, Instant.class);
          case "date-span" -> require(place, raw, differences, Duration.class);
          case "byte" -> require(place, raw, differences, byte[].class);
          default -> require(place, raw, differences, String.class);
        }
      }
    }
  }

  private static void compareMembers(
      String place, Type type, Class<?> raw, JsonNode schema, Set<String> differences) {
    if (!raw.isRecord()) {
      differences.add(place + " is an object in the contract and " + type);
      return;
    }
    Set<String> missing = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(missing::add);
    for (RecordComponent component : raw.getRecordComponents()) {
      String name = component.getName();
      JsonNode property = schema.path("properties").path(name);
      if (property.isMissingNode()) {
        differences.add(place + "." + name + " is not in the contract");
      } else {
        missing.remove(name);
        Type member = bound(component.getGenericType(), type, raw);
        compare(place + "." + name, member, property, differences);
      }
    }
    missing.forEach(name -> differences.add(place + "." + name + " is not in the record"));
  }

  private static void compareChoices(
      String place, Class<?> raw, JsonNode choices, Set<String> differences) {
    Set<String> wanted = new TreeSet<>();
    choices.forEach(choice -> wanted.add(choice.asText()));
    Set<String> found =
        raw.isEnum()
            ? Arrays.stream(raw.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.toCollection(TreeSet::new))
            : Set.of();
    if (!found.equals(wanted)) {
      differences.add(place + " is one of " + wanted + " and " + raw + " has " + found);
    }
  }

  private static void require(
      String place, Class<?> raw, Set<String> differences, Class<?>... allowed) {
    if (!Arrays.asList(allowed).contains(raw)) {
      differences.add(place + " is " + raw.getSimpleName() + " and not " + List.of(allowed));
    }
  }

  /** The type of a member of a generic record such as a page. */
  private static Type bound(Type member, Type owner, Class<?> raw) {
    if (!(owner instanceof ParameterizedType parameterized)) {
      return member;
    }
    Type argument = parameterized.getActualTypeArguments()[0];
    if (member instanceof TypeVariable<?>) {
      return argument;
    }
    return member instanceof ParameterizedType generic
            && generic.getActualTypeArguments()[0].equals(raw.getTypeParameters()[0])
        ? new ListOf(argument)
        : member;
  }

  /** {@code List<item>}. */
  private record ListOf(Type item) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {item};
    }

    @Override
    public Type getRawType() {
      return List.class;
    }

    @Override
    public Type getOwnerType() {
      return null;
    }
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type;
  }

  private static InputStream resource(String name) {
    return RegistryRecordsTest.class.getResourceAsStream(name);
  }
}
