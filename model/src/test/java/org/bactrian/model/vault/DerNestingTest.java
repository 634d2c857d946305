package org.bactrian.model.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerNestingTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"0500", "3000", "3081020500", "3003020105020107", "300430003000", "1f8101020001"})
  void valuesBesideEachOtherAreShallow(String hex) {
    assertThat(DerNesting.isShallow(HexFormat.of().parseHex(hex))).isTrue();
  }

  @Test
  void valuesAreShallowUpToThirtyTwoLevels() {
    assertThat(DerNesting.isShallow(nested(32))).isTrue();
    assertThat(DerNesting.isShallow(nested(33))).isFalse();
    assertThat(DerNesting.isShallow(nested(15_000))).isFalse();
  }

  @Test
  void lengthsThatDerDoesNotKnowAreNotShallow() {
    byte[] indefinite = new byte[64_000];
    for (int i = 0; i < indefinite.length; i += 2) {
      indefinite[i] = 0x30;
      indefinite[i + 1] = (byte) 0x80;
    }

    assertThat(DerNesting.isShallow(indefinite)).isFalse();
    assertThat(DerNesting.isShallow(HexFormat.of().parseHex("3084ffffffff00"))).isFalse();
    assertThat(DerNesting.isShallow(HexFormat.of().parseHex("3082ff"))).isFalse();
    assertThat(DerNesting.isShallow(HexFormat.of().parseHex("1f81"))).isFalse();
    assertThat(DerNesting.isShallow(HexFormat.of().parseHex("30030402"))).isFalse();
  }

  /** Sequences, each in the one before, the innermost with a null in it. */
  private static byte[] nested(int levels) {
    byte[] content = {5, 0};
    for (int i = 0; i < levels; i++) {
      int length = content.length;
      byte[] head =
          length < 128
              ? new byte[] {0x30, (byte) length}
              : new byte[] {0x30, (byte) 0x82, (byte) (length >> 8), (byte) length};
      byte[] next = Arrays.copyOf(head, head.length + length);
      System.arraycopy(content, 0, next, head.length, length);
      content = next;
    }
    return content;
  }
}
