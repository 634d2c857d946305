package org.bactrian.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TallyWindowTest {

  private static final TallyWindow WINDOW = new TallyWindow(100, 1, 2, 10, 3, 40, 90);

  @Test
  void aWindowIsReadAsItWasWritten() {
    assertThat(TallyWindow.parse(WINDOW.toString())).isEqualTo(WINDOW);
  }

  @Test
  void anAnswerWithoutANumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TallyWindow.parse("values=1 lost=0"))
        .withMessage("There is no repeated in: values=1 lost=0");
  }

  @Test
  void twoWindowsHaveAllValuesAndTheWorseLatency() {
    TallyWindow later = new TallyWindow(50, 4, 0, 12, 0, 60, 80);

    assertThat(WINDOW.and(later)).isEqualTo(new TallyWindow(150, 5, 2, 12, 0, 60, 90));
  }
}
