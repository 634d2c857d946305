package org.bactrian.cloud.vault.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubjectNamesTest {

  @Test
  void theNameOfAnApplicationBecomesACommonNameThatCanBePrinted() {
    assertThat(SubjectNames.of("Press\n4,\tO=Plant", "urn:press"))
        .hasToString("CN=Press 4\\, O\\=Plant");
    assertThat(SubjectNames.of(" \u0007 ", "urn:press")).hasToString("CN=urn:press");
    assertThat(SubjectNames.of("p".repeat(10_000), "urn:press"))
        .hasToString("CN=" + "p".repeat(64));
  }
}
