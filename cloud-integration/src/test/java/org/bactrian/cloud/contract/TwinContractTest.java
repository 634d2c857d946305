package org.bactrian.cloud.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bactrian.web.contract.RequestValidation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * OPC Twin. Beyond what version 2.8 has, a request may say how node ids are written and how long it
 * may take, an error has its symbol, the filter of node classes is the list that clients send, and
 * the token of the next page may come in a header in place of the query.
 */
final class TwinContractTest extends ServiceFacts {

  TwinContractTest() {
    super("twin");
  }

  @ParameterizedTest
  @CsvSource({"0, None", "1, Status", "10, Operations", "50, Diagnostics", "100, Verbose"})
  void aLevelOfDiagnosticsMayBeGivenByTheNumberThatVersion28HasForIt(int number, String level) {
    String body =
        "{\"nodeId\": \"i=2258\", \"header\": {\"diagnostics\": {\"level\": " + number + "}}}";

    assertThat(check("ReadValue", Map.of("endpointId", "uat1"), body))
        .isInstanceOfSatisfying(
            RequestValidation.Valid.class,
            sound ->
                assertThat(sound.body().at("/header/diagnostics/level").asText()).isEqualTo(level));
  }
}
