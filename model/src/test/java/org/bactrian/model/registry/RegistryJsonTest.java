package org.bactrian.model.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.time.TimeSpanText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryJsonTest {

  record ScanRequest(DiscoveryMode discovery, DiscoveryConfig configuration) {}

  record Argument(JsonNode value, String dataType) {}

  record SiteQuery(String siteId, Boolean connected) {}

  @Test
  void namesAndConstantsAreReadInAnyCaseAndWrittenAsTheContractHasThem() {
    byte[] json = "{\"SECURITYMODE\":\"signandencrypt\",\"other\":1}".getBytes(UTF_8);

    EndpointActivationFilter filter = RegistryJson.read(json, EndpointActivationFilter.class);

    assertThat(new String(RegistryJson.bytes(filter), UTF_8))
        .isEqualTo("{\"securityMode\":\"SignAndEncrypt\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "00:00:05,PT5S",
    "01:02:03.5,PT1H2M3.5S",
    "2.00:00:00,PT48H",
    "-00:00:01,PT-1S",
    "00:05,PT5M",
    "PT5S,PT5S"
  })
  void durationsAreReadInTheFormOfTheContractAndInIso(String text, Duration duration) {
    assertThat(TimeTexts.duration(text)).isEqualTo(duration);
    assertThat(TimeTexts.duration(TimeSpanText.format(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "", "soon", "1:2:3:4:5"})
  void aNumberAloneIsNoDurationBecauseItMightBeDaysOrMilliseconds(String text) {
    assertThatThrownBy(() -> TimeTexts.duration(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hh:mm:ss");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-02T03:04:05.6789Z,2026-01-02T03:04:05.6789Z",
    "2026-01-02T03:04:05.0000000Z,2026-01-02T03:04:05Z",
    "2026-01-02T04:04:05+01:00,2026-01-02T03:04:05Z",
    "2026-01-02T03:04:05,2026-01-02T03:04:05Z"
  })
  void timesAreReadWithAndWithoutOffsetAndWrittenInUtc(String text, String written) {
    Instant time = TimeTexts.instant(text);

    assertThat(TimeTexts.of(time)).isEqualTo(written);
  }

  @Test
  void aWrongValueIsNamedByItsPlace() {
    byte[] json =
        "{\"discovery\":\"Off\",\"configuration\":{\"portProbeTimeout\":\"soon\"}}".getBytes(UTF_8);

    assertThatThrownBy(() -> RegistryJson.read(json, ScanRequest.class))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageContaining("configuration.portProbeTimeout")
        .hasMessageContaining("hh:mm:ss");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"configuration":{"portProbeTimeout":"5 s"}} | configuration.portProbeTimeout is "5 s". Write a time as hh:mm:ss or d.hh:mm:ss, such as "00:00:05".
          {"configuration":{"maxPortProbes":"many"}}   | configuration.maxPortProbes is "many". Write a number, such as 5.
          {"configuration":{"maxPortProbes":2e20}}     | configuration.maxPortProbes
          {"configuration":{"locales":"en"}}           | configuration.locales has another form. Write a list, such as ["abc"].
          {"configuration":{"locales":[{}]}}           | configuration.locales[0] has another form. Write a text, such as "abc".
          {"discovery":"Everywhere"}                   | discovery is "Everywhere". Write one of Off, Local, Network, Fast, Scan.
          {"discovery":{}}                             | discovery has another form. Write one of Off,
          []                                           | The body has another form. Write an object, such as {}.
          {"discovery":                                | The body
          {"configuration":{"maxPortProbes":1e999999999}} | configuration.maxPortProbes
          nonsense                                     | The body is no JSON: look at line 1, column 1.
          """)
  void whatIsWrongIsToldInWordsOfTheContract(String json, String told) {
    assertThatThrownBy(() -> RegistryJson.read(json.getBytes(UTF_8), ScanRequest.class))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST)
        .hasMessageStartingWith(told)
        .hasMessageNotContainingAny("java.", "org.", "`", "Stream");
  }

  @Test
  void valuesKeepAllDigitsOfTheirNumbersOnTheirWay() {
    String json =
        "{\"value\":[9007199254740993.0,5.0000000000000000001,1E+999,5.10],\"dataType\":\"i=11\"}";

    Argument read = RegistryJson.read(json.getBytes(UTF_8), Argument.class);

    assertThat(new String(RegistryJson.bytes(read), UTF_8)).isEqualTo(json);
    assertThatThrownBy(
            () -> RegistryJson.read("{\"value\":1e99999999999}".getBytes(UTF_8), Argument.class))
        .hasFieldOrPropertyWithValue("kind", FaultKind.BAD_REQUEST);
  }

  @Test
  void parametersOfAUrlMakeAQueryAndOthersArePassedOver() {
    Map<String, Object> parameters =
        Map.of("connected", "true", "siteId", "plant1", "Authorization", "Bearer x");

    assertThat(RegistryJson.ofParameters(parameters, SiteQuery.class))
        .isEqualTo(new SiteQuery("plant1", true));
  }
}
