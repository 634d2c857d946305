package org.bactrian.model.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInTypeNamesTest {

  @ParameterizedTest
  @CsvSource({"1,Boolean", "12,String", "22,ExtensionObject", "25,DiagnosticInfo"})
  void aTypeHasTheNumberThatPart6GivesIt(long number, String name) {
    assertThat(BuiltInTypeNames.of(number)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 26, Long.MAX_VALUE})
  void otherNumbersAreOfNoBuiltInType(long number) {
    assertThat(BuiltInTypeNames.of(number)).isEmpty();
  }

  @Test
  void thereAreTwentyFive() {
    assertThat(BuiltInTypeNames.ALL).hasSize(25).doesNotHaveDuplicates();
  }
}
