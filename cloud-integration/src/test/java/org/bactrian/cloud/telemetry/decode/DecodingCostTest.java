package org.bactrian.cloud.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.cloud.telemetry.HubMessages;
import org.bactrian.iothub.events.HubMessage;
import org.junit.jupiter.api.Test;

/** CPU time, which other processes do not lengthen as they do time on the clock. */
class DecodingCostTest {

  private static final int FIELDS = 100;
  private static final int MESSAGES = 2_000;

  @Test
  void tenThousandValuesASecondAreLessThanHalfACore() throws Exception {
    String fields =
        IntStream.range(0, FIELDS)
            .mapToObj(
                i ->
                    "\"Line1.Filler.Value%d\":{\"Value\":%d.5,\"SourceTimestamp\":\"2026-01-02T03:04:%02d.6789Z\",\"ServerTimestamp\":\"2026-01-02T03:04:05.6799Z\"}"
                        .formatted(i, i, i % 60))
            .collect(Collectors.joining(","));
    HubMessage message =
        HubMessages.of(
            HubMessages.NETWORK,
            "{\"MessageId\":\"m\",\"MessageType\":\"ua-data\",\"PublisherId\":\"p\","
                + "\"DataSetWriterGroup\":\"g\",\"Messages\":[{\"DataSetWriterName\":\"w\","
                + "\"SequenceNumber\":7,\"Timestamp\":\"2026-01-02T03:04:05.7Z\",\"Payload\":{"
                + fields
                + "}}]}");
    TelemetryDecoder decoder = new TelemetryDecoder();
    long values = decode(decoder, message);

    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    values += decode(decoder, message);
    long micros = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000;

    assertThat(values).isEqualTo(2L * MESSAGES * FIELDS);
    double perValue = (double) micros / (MESSAGES * FIELDS);
    System.out.printf("Decoding takes %.2f µs of CPU a value%n", perValue);
    assertThat(perValue).as("µs of CPU a value").isLessThan(50);
  }

  private static long decode(TelemetryDecoder decoder, HubMessage message)
      throws TelemetryDecodingException {
    long values = 0;
    for (int i = 0; i < MESSAGES; i++) {
      values += decoder.decode(message).valueCount();
    }
    return values;
  }
}
