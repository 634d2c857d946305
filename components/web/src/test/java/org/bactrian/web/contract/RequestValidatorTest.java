package org.bactrian.web.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.bactrian.web.problem.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestValidatorTest {

  private static final String CONTRACT =
      """
      openapi: 3.0.3
      info: {title: Test, version: v1}
      servers: [{url: /test/v1}]
      paths:
        /things/{thingId}:
          post:
            operationId: ChangeThing
            x-bactrian-roles: [write]
            parameters:
              - {name: thingId, in: path, required: true, schema: {type: string}}
              - {name: count, in: query, schema: {type: integer, format: int32, minimum: 1}}
              - {name: force, in: query, schema: {type: boolean}}
              - {name: mode, in: query, required: true, schema: {$ref: '#/components/schemas/Mode'}}
            requestBody:
              required: true
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Thing'}
            responses: {'200': {description: Done.}}
      components:
        schemas:
          Mode: {type: string, enum: ['Off', SignAndEncrypt]}
          Level: {type: string, enum: ['None', Status, Operations, Trace], x-bactrian-numbers: [1, 2, 10]}
          Thing:
            type: object
            required: [displayName]
            properties:
              displayName: {type: string}
              mode: {$ref: '#/components/schemas/Mode'}
              level: {$ref: '#/components/schemas/Level'}
              weight: {type: integer, format: int32}
              modes: {type: array, items: {$ref: '#/components/schemas/Mode'}}
              parts:
                type: array
                items: {$ref: '#/components/schemas/Thing'}
              names:
                type: object
                additionalProperties: {type: string, nullable: true}
      """;

  private final RequestValidator validator = validator();

  @Test
  void namesAndEnumerationsMayBeInAnyCaseAndArriveAsTheContractSpellsThem() {
    RequestValidation checked =
        check(
            Map.of("thingId", "t1", "mode", "signandencrypt", "force", "TRUE"),
            """
            {"DisplayName": "a", "MODE": "off", "Parts": [{"DISPLAYNAME": "b"}],
             "names": {"De": "x", "En": null}}
            """);

    RequestValidation.Valid sound = (RequestValidation.Valid) checked;
    assertThat(sound.parameters())
        .isEqualTo(Map.of("thingId", "t1", "mode", "SignAndEncrypt", "force", "true"));
    assertThat(sound.body())
        .hasToString(
            """
            {"displayName":"a","mode":"Off","parts":[{"displayName":"b"}],\
            "names":{"De":"x","En":null}}\
            """);
  }

  @ParameterizedTest
  @CsvSource({"1, None", "2, Status", "10, Operations", "11, Trace", "'\"10\"', Operations"})
  void anEnumerationMayBeGivenByTheNumberThatTheContractHasForIt(String written, String meant) {
    RequestValidation checked =
        check(
            Map.of("thingId", "t1", "mode", "1"),
            "{\"displayName\": \"a\", \"level\": " + written + "}");

    assertThat(((RequestValidation.Valid) checked).body().path("level").asText()).isEqualTo(meant);
    assertThat(((RequestValidation.Valid) checked).parameters())
        .containsEntry("mode", "SignAndEncrypt");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 9, 12})
  void aNumberThatAnEnumerationDoesNotHaveIsAViolation(int written) {
    assertThat(
            check(
                Map.of("thingId", "t1", "mode", "Off"),
                "{\"displayName\": \"a\", \"level\": " + written + "}"))
        .isNotInstanceOf(RequestValidation.Valid.class);
  }

  @Test
  void oneChoiceMayStandInPlaceOfAListOfChoices() {
    assertThat(
            ((RequestValidation.Valid) check("{\"displayName\": \"a\", \"modes\": \"off\"}"))
                .body())
        .hasToString("{\"displayName\":\"a\",\"modes\":[\"Off\"]}");

    assertThat(violations(check("{\"displayName\": \"a\", \"modes\": \"sideways\"}")))
        .extracting(Violation::pointer)
        .containsExactly("/modes/0");
  }

  @Test
  void anOptionalPropertyThatIsNullIsAbsentAndARequiredOneIsWrong() {
    assertThat(
            ((RequestValidation.Valid) check("{\"displayName\": \"a\", \"weight\": null}")).body())
        .hasToString("{\"displayName\":\"a\"}");

    assertThat(violations(check("{\"displayName\": null}")))
        .extracting(Violation::pointer)
        .containsExactly("/displayName");
  }

  @Test
  void propertiesThatTheContractDoesNotKnowAreLetThrough() {
    assertThat(check("{\"displayName\": \"a\", \"colour\": \"red\"}"))
        .isInstanceOf(RequestValidation.Valid.class);
  }

  @Test
  void everythingThatIsWrongIsNamedWhereItIs() {
    RequestValidation checked =
        check(
            Map.of("thingId", "t1", "mode", "sideways", "count", "0", "force", "perhaps"),
            "{\"weight\": \"heavy\", \"parts\": [{\"displayName\": 5}]}");

    assertThat(violations(checked))
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder("mode", "count", "force", "", "/weight", "/parts/0/displayName");
    assertThat(violations(checked))
        .extracting(Violation::toString)
        .contains(
            "mode: 'sideways' is none of Off, SignAndEncrypt",
            "count: 0 is less than 1",
            "force: 'perhaps' is neither true nor false")
        .anyMatch(text -> text.contains("displayName"));
  }

  @Test
  void aParameterThatIsMissingOrRepeatedOrNoNumberIsNamed() {
    RequestValidation checked =
        validator.check(
            name ->
                switch (name) {
                  case "thingId" -> List.of("a", "b");
                  case "count" -> List.of("4294967296");
                  default -> List.of();
                },
            bytes("{\"displayName\": \"a\"}"));

    assertThat(violations(checked))
        .extracting(Violation::toString)
        .containsExactlyInAnyOrder(
            "thingId: is given 2 times",
            "count: '4294967296' is not a whole number of 32 bits",
            "mode: is missing");
  }

  @Test
  void aBodyThatIsNoJsonIsToldItsPlace() {
    assertThat(violations(check("{\"displayName\":\n  nonsense}")).toString())
        .contains("line 2, column");
    assertThat(violations(check("{\"displayName\": \"a\"} {}"))).hasSize(1);
    assertThat(violations(check("")))
        .containsExactly(new Violation("", "the request needs a body of JSON"));
  }

  @Test
  void aBodyThatIsNotJsonIsToldByItsPlaceAndNotQuoted() {
    assertThat(violations(check("{\"password\": s3cret}")))
        .singleElement()
        .asString()
        .contains("line 1, column")
        .doesNotContain("s3cret");
  }

  @Test
  void aBodyInNoEncodingOfTextIsToldSo() {
    byte[] utf32 = {0, 0, 0, '{', 0x7b, 0x21, 0x69, 0x64};

    assertThat(violations(validator.check(name -> List.of("Off"), utf32)))
        .extracting(Violation::toString)
        .anyMatch(text -> text.contains("UTF-8"));
  }

  @Test
  void aNumberWhoseExponentNoDecimalHasIsToldItsPlace() {
    String body = "{\"displayName\": \"a\",\n \"weight\": 1e99999999999}";

    assertThat(violations(check(body)).toString()).contains("line 2, column");
  }

  @Test
  void aBodyThatIsNestedTooDeeplyIsToldSo() {
    String nested = "{\"parts\":[".repeat(2_500);

    assertThat(violations(check(nested)))
        .singleElement()
        .asString()
        .contains("depth")
        .doesNotContain("StreamReadConstraints");
    assertThat(violations(check(nested + "]}".repeat(2_500))))
        .singleElement()
        .asString()
        .contains("depth");
  }

  @Test
  void aChoiceThatYamlTakesForATruthValueIsFoundWhenTheContractIsRead() {
    String contract = CONTRACT.replace("'Off'", "Off");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Contract.read("test", new ByteArrayInputStream(bytes(contract))))
        .withMessageContaining("/components/schemas/Mode")
        .withMessageContaining("quotes");
  }

  private RequestValidation check(String body) {
    return check(Map.of("thingId", "t1", "mode", "Off"), body);
  }

  private RequestValidation check(Map<String, String> parameters, String body) {
    return validator.check(
        name -> parameters.containsKey(name) ? List.of(parameters.get(name)) : List.of(),
        bytes(body));
  }

  private static List<Violation> violations(RequestValidation checked) {
    assertThat(checked).isInstanceOf(RequestValidation.Invalid.class);
    return ((RequestValidation.Invalid) checked).violations();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RequestValidator validator() {
    try (ByteArrayInputStream stream = new ByteArrayInputStream(bytes(CONTRACT))) {
      return new Contracts(List.of(Contract.read("test", stream)))
          .validator("ChangeThing")
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
