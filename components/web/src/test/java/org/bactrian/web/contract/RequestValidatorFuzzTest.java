package org.bactrian.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters and bodies of requests. */
class RequestValidatorFuzzTest {

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
              - {name: mode, in: query, schema: {$ref: '#/components/schemas/Mode'}}
            requestBody:
              required: true
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Thing'}
            responses: {'200': {description: Done.}}
      components:
        schemas:
          Mode: {type: string, enum: ['Off', SignAndEncrypt]}
          Level: {type: string, enum: ['None', Status, Trace], x-bactrian-numbers: [1, 2, 10]}
          Thing:
            type: object
            required: [displayName]
            properties:
              displayName: {type: string, maxLength: 20}
              mode: {$ref: '#/components/schemas/Mode'}
              level: {$ref: '#/components/schemas/Level'}
              weight: {type: integer, format: int32}
              since: {type: string, format: date-time}
              data: {type: string, format: byte}
              parts:
                type: array
                items: {$ref: '#/components/schemas/Thing'}
              names:
                type: object
                additionalProperties: {type: string, nullable: true}
      """;

  private static final RequestValidator VALIDATOR = validator();

  static Stream<byte[]> bodies() {
    return FuzzInputs.utf8(
        "{\"displayName\":\"a\",\"mode\":\"off\",\"level\":10,\"weight\":1e3,\"since\":"
            + "\"2026-01-02T03:04:05Z\",\"data\":\"AAAA\",\"names\":{\"a\":null}}",
        "{\"displayname\":\"a\",\"Parts\":[{\"displayName\":\"b\",\"parts\":[]}]}",
        "{\"displayName\":\"a\"}{}",
        "[[[[[[[[",
        "\uFEFF{}",
        "");
  }

  @MethodSource("bodies")
  @FuzzTest
  void aBodyIsValidOrItsViolationsAreNamed(byte[] body) {
    RequestValidation checked = VALIDATOR.check(name -> List.of(), body);
    RequestValidation.Invalid invalid = (RequestValidation.Invalid) checked;
    assertThat(invalid.violations()).isNotEmpty().hasSizeLessThan(1_000);
    if (VALIDATOR.checkBody(body) instanceof RequestValidation.Valid valid) {
      byte[] again = valid.body().toString().getBytes(StandardCharsets.UTF_8);
      assertThat(VALIDATOR.checkBody(again)).isInstanceOf(RequestValidation.Valid.class);
    }
  }

  static Stream<byte[]> parameters() {
    return FuzzInputs.utf8("1", "+1", "true", "Off", "signandencrypt", "99999999999", "1.0", "");
  }

  @MethodSource("parameters")
  @FuzzTest
  void aParameterIsValidOrNamed(byte[] input) {
    String value = FuzzInputs.text(input);
    byte[] body = "{\"displayName\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    if (VALIDATOR.check(name -> List.of(value), body)
        instanceof RequestValidation.Invalid invalid) {
      assertThat(invalid.violations()).hasSizeBetween(1, 4);
    }
  }

  private static RequestValidator validator() {
    try (ByteArrayInputStream yaml =
        new ByteArrayInputStream(CONTRACT.getBytes(StandardCharsets.UTF_8))) {
      return new Contracts(List.of(Contract.read("test", yaml)))
          .validator("ChangeThing")
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
