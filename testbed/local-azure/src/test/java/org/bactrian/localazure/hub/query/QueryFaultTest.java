package org.bactrian.localazure.hub.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFaultTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                 | 0  | starts with SELECT
          DELETE FROM devices                                | 0  | starts with SELECT
          SELECT FROM devices                                | 7  | where a property belongs
          SELECT deviceId status FROM devices                | 16 | where FROM belongs
          SELECT * FROM plants                               | 14 | devices or devices.modules
          SELECT * FROM devices.jobs                         | 14 | devices or devices.modules
          SELECT * FROM devices WHERE                        | 27 | the query ends
          SELECT * FROM devices WHERE a ==                   | 31 | where a name belongs
          SELECT * FROM devices WHERE a = 'open              | 32 | is never closed
          SELECT * FROM devices WHERE tags.[[open = 1        | 33 | is never closed
          SELECT * FROM devices WHERE (a = 1                 | 34 | Close the parenthesis
          SELECT * FROM devices WHERE a = 1 b = 2            | 34 | Join conditions
          SELECT * FROM devices WHERE a IN 'x'               | 33 | IN ['a', 'b']
          SELECT * FROM devices WHERE a IN []                | 34 | where a name belongs
          SELECT * FROM devices WHERE a = 0A1B               | 32 | quotes: '0A1B'
          SELECT * FROM devices WHERE tags.en-US = 'x'       | 35 | double brackets
          SELECT * FROM devices WHERE LIKE(a, 'x')           | 28 | no function LIKE
          SELECT * FROM devices WHERE STARTSWITH(a)          | 28 | It takes 2
          SELECT * FROM devices ORDER BY deviceId            | 22 | no ORDER BY
          SELECT TOP many * FROM devices                     | 11 | TOP 10
          SELECT tags.site, COUNT() FROM devices             | 7  | Add it to GROUP BY
          SELECT * FROM devices GROUP BY tags.site           | 7  | COUNT() AS n
          """)
  void aFaultNamesItsPlaceAndTheMend(String query, int position, String part) {
    assertThatThrownBy(() -> TwinQuery.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("character " + (position + 1) + ":")
        .hasMessageContaining(part)
        .asInstanceOf(InstanceOfAssertFactories.type(QueryException.class))
        .extracting(QueryException::position)
        .isEqualTo(position);
  }

  @Test
  void deepNestingIsRefusedAndDoesNotExhaustTheStack() {
    String query = "SELECT * FROM devices WHERE " + "(".repeat(100_000);

    assertThatThrownBy(() -> TwinQuery.parse(query))
        .isInstanceOf(QueryException.class)
        .hasMessageContaining("Split the query");
  }
}
