package org.bactrian.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MergedDocumentTest {

  @Test
  void whatTwoServicesShareStandsOnceAndWhatDiffersStandsUnderTheNameOfItsService()
      throws IOException {
    Contract first = contract("first", "{type: string}");
    Contract second = contract("second", "{type: integer}");

    JsonNode joined = MergedDocument.of(List.of(first, second), "Two", "Both.", "bearer");

    assertThat(names(joined.path("paths"))).containsExactly("/first/v1/x", "/second/v1/x");
    assertThat(names(joined.at("/components/schemas"))).containsExactly("Same", "Own", "SecondOwn");
    assertThat(joined.at("/components/schemas/Own/type").asText()).isEqualTo("string");
    assertThat(joined.at("/components/schemas/SecondOwn/type").asText()).isEqualTo("integer");
    assertThat(reference(joined, "/first/v1/x")).isEqualTo("#/components/schemas/Own");
    assertThat(reference(joined, "/second/v1/x")).isEqualTo("#/components/schemas/SecondOwn");
  }

  @Test
  void aTagThatMeansSomethingElseInAnotherServiceBearsTheNameOfItsService() throws IOException {
    Contract first = contract("first", "{type: string}");
    Contract second = contract("second", "{type: string}");

    JsonNode joined = MergedDocument.of(List.of(first, second), "Two", "Both.", "bearer");

    assertThat(joined.path("tags").findValuesAsText("name"))
        .containsExactly("Things", "First Parts", "Second Parts");
    assertThat(joined.path("paths").path("/second/v1/x").at("/get/tags").toString())
        .isEqualTo("[\"Things\",\"Second Parts\"]");
  }

  @Test
  void aContractIsNotChangedByJoiningIt() throws IOException {
    Contract first = contract("first", "{type: string}");
    Contract second = contract("second", "{type: integer}");
    String before = second.document().toString();

    MergedDocument.of(List.of(first, second), "Two", "Both.", "bearer");

    assertThat(second.document()).hasToString(before);
  }

  private static String reference(JsonNode joined, String path) {
    return joined
        .path("paths")
        .path(path)
        .at("/get/responses/200/content/application~1json/schema/$ref")
        .asText();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static Contract contract(String service, String own) throws IOException {
    String yaml =
        """
        openapi: 3.0.3
        info: {title: %1$s, version: v1}
        servers: [{url: /%1$s/v1}]
        tags: [{name: Things, description: Things}, {name: Parts, description: Parts of %1$s}]
        paths:
          /x:
            get:
              tags: [Things, Parts]
              operationId: %1$sX
              x-bactrian-roles: [read]
              responses:
                '200':
                  description: Done.
                  content: {application/json: {schema: {$ref: '#/components/schemas/Own'}}}
        components:
          schemas:
            Same: {type: string}
            Own: %2$s
        """
            .formatted(service, own);
    return Contract.read(service, new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }
}
