package org.bactrian.edge.publisher.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.MessagingMode;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** DataSets of one field that are written as its value. */
@Exercises(options = "WriteValueWhenDataSetHasSingleEntry")
class BareValuesTest {

  private static final DataSetWriter WRITER = Messages.writer("w", 0, new MetaDataVersion(1, 0));

  private static JsonNode encode(
      MessagingMode mode, boolean strict, int batchSize, DataSetMessage message)
      throws IOException {
    NetworkMessageEncoder encoder =
        new NetworkMessageEncoder(
            Messages.group(
                Messages.format(mode, strict).withBareSingleValues(true), batchSize, 262_144));
    return new ObjectMapper().readTree(encoder.encode(List.of(message)).get(0).body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SINGLE_RAW_DATA_SET     | false | 1  | ''                   | 5",
        "RAW_DATA_SETS           | false | 1  | /0                   | 5",
        "SINGLE_DATA_SET         | false | 1  | ''                   | {\"Value\":5}",
        "DATA_SETS               | false | 1  | /0                   | {\"Value\":5}",
        "SINGLE_DATA_SET_MESSAGE | false | 1  | /Payload             | {\"Value\":5}",
        "DATA_SET_MESSAGES       | true  | 1  | /0/Payload           | {\"Value\":5}",
        "PUB_SUB                 | true  | 1  | /Messages/0/Payload  | {\"Value\":5}",
        "PUB_SUB                 | false | 50 | /0/Messages/0/Payload| {\"Value\":5}"
      })
  void oneFieldIsItsValueWhateverSurroundsIt(
      MessagingMode mode, boolean strict, int batchSize, String at, String value)
      throws IOException {
    JsonNode body = encode(mode, strict, batchSize, Messages.delta(WRITER, 1, 5));

    assertThat(body.at(at)).isEqualTo(new ObjectMapper().readTree(value));
  }

  @Test
  void moreFieldsAreAnObject() throws IOException {
    assertThat(
            encode(MessagingMode.SINGLE_RAW_DATA_SET, false, 1, Messages.delta(WRITER, 1, 5, 6))
                .toString())
        .isEqualTo("{\"f0\":5,\"f1\":6}");
  }

  @Test
  void aFieldOfTheUserIsAFurtherOne() throws IOException {
    DataSetWriter writer =
        Messages.writer("w", 0, new MetaDataVersion(1, 0), "", Map.of("line", "3"));

    assertThat(
            encode(MessagingMode.SINGLE_RAW_DATA_SET, false, 1, Messages.delta(writer, 1, 5))
                .toString())
        .isEqualTo("{\"f0\":5,\"line\":3}");
  }

  @Test
  void aKeepAliveStaysAnEmptyObject() throws IOException {
    DataSetMessage keepAlive =
        Messages.message(WRITER, DataSetMessage.Kind.KEEP_ALIVE, 1, List.of(), List.of());

    assertThat(encode(MessagingMode.PUB_SUB, true, 1, keepAlive).at("/Messages/0/Payload"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SAMPLES", "FULL_SAMPLES"})
  void samplesHaveOneValueAnyway(MessagingMode mode) throws IOException {
    JsonNode body = encode(mode, false, 50, Messages.delta(WRITER, 1, 5));

    assertThat(body.toString()).contains("\"NodeId\":", "\"DisplayName\":\"f0\"", "\"Value\":5");
  }
}
