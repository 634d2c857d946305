package org.bactrian.cloud.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.bactrian.model.discovery.DiscoveryResult;
import org.bactrian.model.registry.DiscoveryConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScanScopeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.0/24           | 4840        | 10.0.0.255:4840  | true",
        "10.0.0.0/24           | 4840        | 10.0.1.0:4840    | false",
        "10.0.0.9/24           | 4840        | 10.0.0.0:4840    | true",
        "0.0.0.0/0             | *           | 255.1.2.3:1      | true",
        "10.0.0.5-10.0.0.9     | 4840        | 10.0.0.9:4840    | true",
        "10.0.0.5-10.0.0.9     | 4840        | 10.0.0.10:4840   | false",
        "10.0.0.7 , 10.0.1.0/31| 4840        | 10.0.1.1:4840    | true",
        "localhost             | 50000       | 127.0.0.1:50000  | true",
        "10.0.0.7 [eth0; up]   | 4840        | 10.0.0.7:4840    | true",
        "200.0.0.0/8 [wlan0]   | 4840        | 200.7.7.7:4840   | true",
        "10.0.0.0/24           | 1-4839;4841 | 10.0.0.1:4840    | false",
        "10.0.0.0/24           | 4000-*      | 10.0.0.1:65535   | true",
        "10.0.0.0/24           | 4840        | plc1:4840        | false",
        "10.0.0.0/24           | 4840        | [::1]:4840       | false",
      })
  void aPlaceIsCoveredWhereAddressAndPortAre(
      String addresses, String ports, String place, boolean covered) {
    Optional<ScanScope> scope = scope(addresses, ports);

    assertThat(scope).isPresent();
    assertThat(scope.get().covers(new EndpointAddresses(List.of(place), List.of())))
        .isEqualTo(covered);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0", "10.0.0.256", "*/24", "10.0.0.0/33", "fe80::/64", "plc1", "a-b"})
  void rangesThatAreNotUnderstoodAreNotTakenForOthers(String addresses) {
    assertThat(scope(addresses, "4840")).isEmpty();
  }

  @Test
  void everyPlaceHasToBeCoveredOrOneNameAsked() {
    EndpointAddresses twoHosts =
        new EndpointAddresses(List.of("10.0.0.1:4840", "10.1.0.1:4840"), List.of("plc1:4840"));

    assertThat(scope("10.0.0.0/24", "4840").get().covers(twoHosts)).isFalse();
    assertThat(scope("10.0.0.0/8", "4840").get().covers(twoHosts)).isTrue();
    assertThat(scope("", "", "opc.tcp://PLC1/").get().covers(twoHosts)).isTrue();
    assertThat(scope("", "", "opc.tcp://PLC1:4841/").get().covers(twoHosts)).isFalse();
  }

  @Test
  void theSameRangesHaveTheSameKey() {
    assertThat(scope("10.0.0.1;10.0.0.2", "4840", "opc.tcp://b", "opc.tcp://a"))
        .isEqualTo(scope("10.0.0.1/32, 10.0.0.2/32", "4840", "opc.tcp://A:4840", "opc.tcp://b"));
    assertThat(ScanScope.key(result("10.0.0.1", "4840")))
        .isNotEqualTo(ScanScope.key(result("10.0.0.1", "*")));
    assertThat(ScanScope.key(result(null, null))).isEmpty();
  }

  private static Optional<ScanScope> scope(String addresses, String ports, String... urls) {
    return ScanScope.of(result(addresses, ports, urls));
  }

  private static DiscoveryResult result(String addresses, String ports, String... urls) {
    DiscoveryConfig config =
        new DiscoveryConfig(
            addresses, null, null, ports, null, null, null, null, List.of(urls), null, null);
    return new DiscoveryResult("req", config, false, null, null);
  }
}
