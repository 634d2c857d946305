package org.bactrian.edge.twin.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.registry.CredentialType;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.opcua.node.NamespaceFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the records to what the contracts of cloud and edge say of names and types. */
class TwinRecordsTest {

  /** Numbers that are written as the names of their bits. */
  private static final Set<String> FLAGS =
      Set.of(
          "NodeAccessRestrictions",
          "NodeEventNotifier",
          "NodeAccessLevel",
          "RolePermissions",
          "ConnectionOptions",
          "AdditionalData");

  /** Types of the contracts whose records have another name or are in another package. */
  private static final Map<String, Class<?>> OTHER_NAMES =
      Map.of(
          "NamespaceFormat", NamespaceFormat.class,
          "CredentialType", CredentialType.class,
          "BrowseView", BrowseViewSelection.class,
          "Connection", RequestConnection.class,
          "InstanceDeclaration", InstanceDeclarationMetadata.class,
          "ServerCapabilities", ServerCapabilitiesResponse.class,
          "ServiceResult", ErrorInfo.class);

  private static final Map<String, Class<?>> SCALARS =
      Map.of(
          "string", String.class,
          "boolean", Boolean.class,
          "any", JsonNode.class,
          "string:date-time", Instant.class,
          "string:date-span", Duration.class,
          "string:uuid", UUID.class,
          "integer:int32", Integer.class,
          "integer:int64", Long.class,
          "number:double", Double.class);

  static Stream<String> records() throws IOException {
    return names(facts().path("records"));
  }

  static Stream<String> enumerations() throws IOException {
    return names(facts().path("enumerations"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, None",
    "10, Information",
    "50, Debug",
    "100, Verbose",
    "'\"operations\"', Operations"
  })
  void aLevelOfDiagnosticsIsReadByItsNumberInTheContracts(String written, DiagnosticsLevel meant) {
    byte[] json = ("{\"level\": " + written + "}").getBytes(UTF_8);

    assertThat(RegistryJson.read(json, Diagnostics.class).level()).isEqualTo(meant);
  }

  @Test
  void aNumberThatIsNoLevelOfDiagnosticsIsABadRequest() {
    byte[] json = "{\"level\": 2}".getBytes(UTF_8);

    assertThatThrownBy(() -> RegistryJson.read(json, Diagnostics.class))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
  }

  @ParameterizedTest
  @MethodSource("records")
  void aRecordHasTheMembersOfBothContractsAndNoOthers(String name) throws Exception {
    JsonNode wanted = facts().path("records").path(name);
    Class<?> type = type(name);

    Set<String> members = new TreeSet<>();
    Set<String> differences = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String member = nameOf(type, component);
      members.add(member);
      String fact = wanted.path(member).asText("nothing ").replaceAll(" [^ ]*$", "");
      if (!fits(component.getGenericType(), fact)) {
        differences.add(member + " is " + component.getGenericType() + " and not " + fact);
      }
    }

    assertThat(differences).isEmpty();
    assertThat(members).isEqualTo(names(wanted).collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("enumerations")
  void anEnumerationHasTheNamesOfBothContractsAndNoOthers(String name) throws Exception {
    Set<String> wanted =
        StreamSupport.stream(facts().path("enumerations").path(name).spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> found =
        Arrays.stream(type(name).getEnumConstants())
            .map(constant -> RegistryJson.tree(constant).asText())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void namesAreReadInAnyCaseAndOneKindOfNodesMayStandAlone() {
    BrowseRequest request =
        RegistryJson.read(
            """
            {"NodeID": "i=85", "nodeclassfilter": "variable",
             "Header": {"NamespaceFormat": "expandedwithnamespace0"}}
            """
                .getBytes(UTF_8),
            BrowseRequest.class);

    assertThat(request.nodeId()).isEqualTo("i=85");
    assertThat(request.nodeClassFilter()).containsExactly(NodeClass.Variable);
    assertThat(request.header().namespaceFormat())
        .isEqualTo(NamespaceFormat.EXPANDED_WITH_NAMESPACE_0);
  }

  @Test
  void aCredentialIsNeverPrinted() {
    Credential credential =
        new Credential(
            CredentialType.UserName,
            RegistryJson.tree(Map.of("user", "operator", "password", "hunter2")));

    RequestHeader header = new RequestHeader(credential, null, null, null, null, null, null);

    assertThat(header.toString()).doesNotContain("hunter2");
  }

  @Test
  void bitsAreWrittenByTheirNames() {
    assertThat(Flag.text(NodeAccessLevel.class, 3)).isEqualTo("CurrentRead, CurrentWrite");
    assertThat(Flag.text(NodeAccessLevel.class, 0)).isEqualTo("None");
    assertThat(Flag.text(NodeEventNotifier.class, 0)).isEmpty();
  }

  private static boolean fits(Type type, String fact) {
    if (fact.startsWith("list of ")) {
      return type instanceof ParameterizedType list
          && list.getRawType() == List.class
          && fits(list.getActualTypeArguments()[0], fact.substring("list of ".length()));
    }
    if (fact.startsWith("map of ")) {
      return type instanceof ParameterizedType map
          && map.getRawType() == Map.class
          && fits(map.getActualTypeArguments()[1], fact.substring("map of ".length()));
    }
    if (FLAGS.contains(fact)) {
      return type == String.class;
    }
    Class<?> scalar = SCALARS.get(fact);
    return scalar != null ? type == scalar : type instanceof Class<?> c && c == type(fact);
  }

  private static Class<?> type(String name) {
    Class<?> other = OTHER_NAMES.get(name);
    if (other != null) {
      return other;
    }
    try {
      return Class.forName(TwinRecordsTest.class.getPackageName() + "." + name);
    } catch (ClassNotFoundException e) {
      return Void.class;
    }
  }

  private static String nameOf(Class<?> type, RecordComponent component) throws Exception {
    JsonProperty name =
        type.getDeclaredField(component.getName()).getAnnotation(JsonProperty.class);
    return name == null ? component.getName() : name.value();
  }

  private static Stream<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names.stream();
  }

  private static JsonNode facts() throws IOException {
    try (InputStream in = TwinRecordsTest.class.getResourceAsStream("twin-facts.json")) {
      return new ObjectMapper().readTree(in);
    }
  }
}
