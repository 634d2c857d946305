package org.bactrian.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {

  @ParameterizedTest
  @MethodSource
  void anApplicationHasTheIdThatItHasInVersion2Dot8(JsonNode golden) {
    JsonNode input = golden.path("input");

    Optional<String> id =
        ApplicationIds.of(
            text(input, "siteId"),
            text(input, "discovererId"),
            RegistryJson.mapper().convertValue(input.get("applicationType"), ApplicationType.class),
            text(input, "applicationUri"));

    assertThat(id.orElse(null)).isEqualTo(text(golden, "applicationId"));
  }

  static Stream<JsonNode> anApplicationHasTheIdThatItHasInVersion2Dot8() {
    return cases("applications", 14);
  }

  @ParameterizedTest
  @MethodSource
  void anEndpointHasTheIdThatItHasInVersion2Dot8(JsonNode golden) {
    JsonNode input = golden.path("input");

    Optional<String> id =
        EndpointIds.of(
            text(input, "applicationId"),
            text(input, "url"),
            RegistryJson.mapper().convertValue(input.get("securityMode"), ServerSecurityMode.class),
            text(input, "securityPolicy"));

    assertThat(id.orElse(null)).isEqualTo(text(golden, "endpointId"));
    id.ifPresent(one -> assertThat(EndpointIds.isOne(one)).isTrue());
  }

  static Stream<JsonNode> anEndpointHasTheIdThatItHasInVersion2Dot8() {
    return cases("endpoints", 10);
  }

  @ParameterizedTest
  @MethodSource
  void aModuleIsNamedWithItsDeviceInOneText(JsonNode golden) {
    String module = golden.path("moduleId").asText("").replace("null", "");

    assertThat(new ModuleId(text(golden, "deviceId"), module)).hasToString(text(golden, "id"));
  }

  static Stream<JsonNode> aModuleIsNamedWithItsDeviceInOneText() {
    return cases("createModuleId", 3);
  }

  @ParameterizedTest
  @MethodSource
  void aTextNamesAModuleOrADevice(JsonNode golden) {
    Optional<ModuleId> id = ModuleId.parse(text(golden, "id"));

    assertThat(id.map(ModuleId::deviceId).orElse(null)).isEqualTo(text(golden, "deviceId"));
    assertThat(id.filter(ModuleId::isModule).map(ModuleId::moduleId).orElse(null))
        .isEqualTo(text(golden, "moduleId"));
  }

  static Stream<JsonNode> aTextNamesAModuleOrADevice() {
    return cases("parseModuleId", 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uas00", "UAT00", "uat", "uat0", "uat0g"})
  void otherTextsAreNoIdsOfEndpoints(String text) {
    assertThat(EndpointIds.isOne(text)).isFalse();
  }

  private static Stream<JsonNode> cases(String kind, int count) {
    JsonNode cases = Golden.read("ids.json").path(kind);
    assertThat(cases).hasSize(count);
    return StreamSupport.stream(cases.spliterator(), false);
  }

  private static String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : null;
  }
}
