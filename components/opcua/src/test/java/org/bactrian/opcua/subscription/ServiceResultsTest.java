package org.bactrian.opcua.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Result arrays of a server that answers for more or less than it was asked. */
class ServiceResultsTest {

  static Stream<Arguments> incomplete() {
    StatusCode good = StatusCode.GOOD;
    return Stream.of(
            null,
            new StatusCode[] {},
            new StatusCode[] {good},
            new StatusCode[] {good, null},
            new StatusCode[] {good, good, good})
        .map(array -> Arguments.of((Object) array));
  }

  @ParameterizedTest
  @MethodSource("incomplete")
  void resultsThatAreNotOneForEachOperationAreAFaultOfTheCall(StatusCode[] results) {
    assertThatThrownBy(() -> ServiceResults.complete("SetPublishingMode", results, 2))
        .isInstanceOf(UaException.class)
        .hasMessageContaining("SetPublishingMode of 2")
        .extracting(e -> ((UaException) e).getStatusCode().value())
        .isEqualTo(StatusCodes.Bad_UnexpectedError);
  }

  @Test
  void completeResultsAreGivenOn() throws Exception {
    StatusCode[] results = {StatusCode.GOOD};

    assertThat(ServiceResults.complete("Call", results, 1)).isSameAs(results);
  }
}
