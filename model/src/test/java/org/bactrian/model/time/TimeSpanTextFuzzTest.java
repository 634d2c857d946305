package org.bactrian.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Time spans in files, twins and requests. */
class TimeSpanTextFuzzTest {

  static Stream<byte[]> spans() {
    return FuzzInputs.utf8(
        "00:00:05", "-1.02:03:04.5", "7", "-99999999", "1:2:3:4.0000001", "24:00:00", "٣:٤:٥");
  }

  @MethodSource("spans")
  @FuzzTest
  void aSpanThatIsReadIsWrittenSoThatItIsReadAlike(byte[] input) {
    TimeSpanText.parse(FuzzInputs.text(input))
        .ifPresent(
            span -> assertThat(TimeSpanText.parse(TimeSpanText.format(span))).hasValue(span));
  }
}
