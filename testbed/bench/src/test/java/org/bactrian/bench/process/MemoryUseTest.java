package org.bactrian.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUseTest {

  @Test
  void residentMemoryAndItsPeakAreReadInBytes() {
    List<String> status =
        List.of("Name:\tjava", "VmPeak:\t 9000 kB", "VmHWM:\t    2048 kB", "VmRSS:\t    1024 kB");

    assertThat(MemoryUse.parse(status)).contains(new MemoryUse(1_048_576, 2_097_152));
  }

  @Test
  void aProcessThatHasEndedHasNone() {
    assertThat(MemoryUse.parse(List.of("Name:\tjava", "State:\tZ (zombie)"))).isEmpty();
  }
}
