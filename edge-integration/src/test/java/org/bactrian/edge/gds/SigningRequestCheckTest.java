package org.bactrian.edge.gds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SigningRequestCheckTest {

  @Test
  void aRequestThatWouldExhaustTheParserIsRefused() {
    byte[] nested = new byte[16 * 1024];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }

    assertThat(SigningRequestCheck.fault(nested, "urn:press"))
        .hasValueSatisfying(fault -> assertThat(fault).contains("no PKCS #10"));
  }
}
