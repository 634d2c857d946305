package org.bactrian.cloud.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.bactrian.web.contract.RequestValidation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Histories. Beyond what version 2.8 has, lists are bounded, and a request may say how node ids are
 * written and how long it may take.
 */
final class HistoryContractTest extends ServiceFacts {

  HistoryContractTest() {
    super("history");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HistoryReadValuesAtTimes    | {"reqTimes":[]}
          HistoryDeleteValuesAtTimes  | {"reqTimes":[]}
          HistoryInsertValues         | {"values":[]}
          HistoryReplaceValues        | {"values":[]}
          HistoryInsertEvents         | {"events":[]}
          HistoryReplaceEvents        | {"events":[]}
          HistoryDeleteEvents         | {"eventIds":[]}
          HistoryReadValues           | {"startTime":"2026-01-01T00:00:00Z","numValues":4294967296}
          HistoryReadValues           | {"startTime":"yesterday","numValues":10}
          HistoryReadProcessedValues  | {"startTime":"2026-01-01T00:00:00Z","processingInterval":-1}
          """)
  void detailsThatCannotBeMeantAreRefused(String operation, String details) {
    String body = "{\"nodeId\":\"i=2258\",\"details\":" + details + "}";

    assertThat(check(operation, Map.of("endpointId", "uat1"), body))
        .isInstanceOf(RequestValidation.Invalid.class);
  }
}
