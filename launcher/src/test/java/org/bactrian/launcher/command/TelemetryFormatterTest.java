package org.bactrian.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.junit.jupiter.api.Test;

class TelemetryFormatterTest {

  @Test
  void aNetworkMessageIsToldByGroupWritersAndTheNewestOfItsFirstFields() {
    String line =
        line(
            """
            {"MessageId": "1", "DataSetWriterGroup": "Line1", "Messages": [
              {"DataSetWriterName": "Filler", "Payload":
                {"Pieces": {"Value": 33}, "Speed": {"Value": 56.666666666666664}}},
              {"DataSetWriterName": "Filler", "Payload":
                {"Pieces": {"Value": 34}, "Product": {"Value": "bottle"}}},
              {"DataSetWriterName": "Capper", "Payload":
                {"DoorOpen": {"Value": false}, "Level": {"Value": 1}}}]}
            """);

    assertThat(line)
        .isEqualTo(
            "Line1      Filler, Capper     Pieces=34  Speed=56.667  Product=bottle  DoorOpen=false"
                + "  and 1 more");
  }

  @Test
  void aSampleIsToldByItsName() {
    assertThat(line("{\"NodeId\": \"i=1\", \"DisplayName\": \"Level\", \"Value\": {\"Value\": 5}}"))
        .isEqualTo("Level=5");
  }

  @Test
  void aFieldWithoutValueIsToldByItsStatus() {
    String line =
        line(
            """
            {"MessageId": "1", "Messages": [{"DataSetWriterName": "W", "Payload": {"Level":
              {"StatusCode": {"Code": 2156724224, "Symbol": "BadSensorFailure"}}}}]}
            """);

    assertThat(line).endsWith("Level=BadSensorFailure");
  }

  @Test
  void aLongValueIsCutAndNothingInItSteersTheTerminal() {
    String line = line("{\"Text\": \"\\u001b[2K" + "x".repeat(1000) + "\"}");

    assertThat(line).hasSizeLessThan(60).endsWith("…").doesNotContain("\u001b");
  }

  @Test
  void aGapIsToldByItsTimesAndItsCause() {
    assertThat(
            line(
                """
                {"MessageType": "gap", "DataSetWriterGroup": "Line1", "DataSetWriterName": "Filler",
                 "Cause": "Recreated", "Since": "2026-01-01T00:00:00Z",
                 "Until": "2026-01-01T00:01:00Z", "Messages": []}
                """))
        .startsWith("Line1      Filler")
        .endsWith(
            "values may be missing from 2026-01-01T00:00:00Z to 2026-01-01T00:01:00Z (Recreated)");
  }

  @Test
  void aDescriptionOfADataSetIsToldByTheFirstOfItsFields() {
    assertThat(
            line(
                """
                {"MessageType": "ua-metadata", "DataSetWriterGroup": "Line1",
                 "DataSetWriterName": "Filler", "MetaData": {"Fields": [{"Name": "Pieces"},
                 {"Name": "Speed"}, {"Name": "Level"}, {"Name": "Product"}, {"Name": "Open"}]}}
                """))
        .isEqualTo(
            "Line1      Filler             describes its fields: Pieces, Speed, Level, Product"
                + " and 1 more");
  }

  @Test
  void whatIsNoTelemetryIsToldBySenderAndSize() {
    assertThat(line("no JSON")).isEqualTo("edge/publisher 7 bytes of text/plain");
  }

  private static String line(String body) {
    return TelemetryFormatter.of(
        new DeviceMessage(
            ClientId.module("edge", "publisher"),
            "1",
            0,
            Instant.EPOCH,
            Map.of("content-type", "text/plain"),
            Map.of(),
            body.getBytes(UTF_8)));
  }
}
