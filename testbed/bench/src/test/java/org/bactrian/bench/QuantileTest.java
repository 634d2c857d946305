package org.bactrian.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantileTest {

  private static final List<Double> FIGURES = List.of(5.0, 1.0, 3.0, 2.0, 4.0);

  @Test
  void theMedianIsInTheMiddleHoweverTheFiguresCame() {
    assertThat(Quantile.median(FIGURES)).isEqualTo(3);
    assertThat(Quantile.median(List.of(7.0))).isEqualTo(7);
  }

  @Test
  void quartilesAreHalfwayToTheEnds() {
    assertThat(Quantile.of(0.25, FIGURES)).isEqualTo(2);
    assertThat(Quantile.of(0.75, FIGURES)).isEqualTo(4);
    assertThat(Quantile.of(0, FIGURES)).isEqualTo(1);
    assertThat(Quantile.of(1, FIGURES)).isEqualTo(5);
  }
}
