package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TelemetryScannerTest {

  private static final long RECEIVED = Instant.parse("2026-03-01T10:00:02Z").toEpochMilli();

  private final ValueTally tally = new ValueTally(20, 1);
  private final TelemetryScanner scanner = new TelemetryScanner(tally);

  @Test
  void valuesOfAllDataSetMessagesOfANetworkMessageCount() throws Exception {
    scan(
        """
        [{"MessageId":"m","Messages":[
          {"DataSetWriterId":"w","Payload":{
            "i17":{"Value":5,"SourceTimestamp":"2026-03-01T10:00:00.0000000Z"},
            "i18":{"SourceTimestamp":"2026-03-01T10:00:01Z","Value":5}}},
          {"DataSetWriterId":"w","Payload":{
            "i17":{"Value":7,"StatusCode":{"Code":1},"SourceTimestamp":"2026-03-01T10:00:01Z"}}}]}]
        """);

    assertThat(tally.take()).isEqualTo(new TallyWindow(3, 1, 0, 2, 0, 1000, 2000));
  }

  @Test
  void otherMembersArePassedOver() throws Exception {
    scan(
        """
        {"id":{"Value":1},"i":{"Value":1},"i1":7,"i2":{"Other":{"Value":3}},"i99":{"Value":1}}
        """);

    assertThat(tally.take().values()).isZero();
  }

  private void scan(String message) throws IOException {
    scanner.scan(message.getBytes(StandardCharsets.UTF_8), RECEIVED);
  }
}
