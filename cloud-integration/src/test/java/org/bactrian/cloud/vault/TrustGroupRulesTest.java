package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustGroupRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CN",
        "CN=",
        "CN= ",
        "O=Plant",
        "CN=#",
        "CN=#zz",
        "CN=#0500",
        "CN=a,",
        "CN=a\u0000b"
      })
  void whatIsNoNameOfASubjectIsRefused(String text) {
    assertThatThrownBy(() -> TrustGroupRules.distinguishedName("subjectName", text))
        .isInstanceOfSatisfying(
            OperationException.class,
            fault -> assertThat(fault.kind()).isEqualTo(FaultKind.BAD_REQUEST))
        .hasMessageStartingWith("subjectName ")
        .hasMessageEndingWith("Write it as CN=Plant CA, O=Example.");
  }

  @Test
  void aCommaInAValueIsWrittenWithABackslash() {
    assertThat(TrustGroupRules.distinguishedName("subjectName", "CN=Line 1\\, Hall 2, O=Plant"))
        .hasToString("CN=Line 1\\, Hall 2,O=Plant");
  }
}
