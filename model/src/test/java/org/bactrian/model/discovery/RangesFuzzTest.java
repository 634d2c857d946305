package org.bactrian.model.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Iterator;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges of addresses and ports that requests and twins name. */
class RangesFuzzTest {

  static Stream<byte[]> addressLists() {
    return FuzzInputs.utf8(
        "10.0.0.0/24; 10.0.1.5-10.0.1.9, 192.168.0.7, localhost",
        "10.0.0.1/0",
        "*/24",
        "0.0.0.0/0 [eth0]",
        "255.255.255.255-0.0.0.0",
        "::1",
        "10.0.0.1%eth0");
  }

  @MethodSource("addressLists")
  @FuzzTest
  void addresses(byte[] input) {
    AddressRanges ranges;
    try {
      ranges = AddressRanges.parse(FuzzInputs.text(input));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("Write ");
      return;
    }
    assertThat(AddressRanges.parse(ranges.toString())).isEqualTo(ranges);
    assertThat(ranges.count()).isBetween(0L, 1L << 32);
    Iterator<?> all = ranges.iterator();
    for (int i = 0; i < 100 && all.hasNext(); i++) {
      assertThat(all.next()).isNotNull();
    }
  }

  static Stream<byte[]> portLists() {
    return FuzzInputs.utf8("*", "4840;50000-50010,1", "0-65535", "-5", "5-", "65536", "4840-4840");
  }

  @MethodSource("portLists")
  @FuzzTest
  void ports(byte[] input) {
    PortRanges ranges;
    try {
      ranges = PortRanges.parse(FuzzInputs.text(input));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).contains("Write ");
      return;
    }
    assertThat(PortRanges.parse(ranges.toString())).isEqualTo(ranges);
    assertThat(ranges.stream().count()).isEqualTo(ranges.count());
  }
}
