package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultEntitiesTest {

  @ParameterizedTest
  @CsvSource({
    "opc.tcp://plc.plant.example:4840/path, plc.plant.example",
    "opc.tcp://10.0.0.7:4840, 10.0.0.7",
    "opc.tcp://PC_01:4840, PC_01",
    "opc.tcp://[fe80::1]:4840, fe80::1",
    "opc.tcp://[fe80::1], fe80::1"
  })
  void hostsAreFoundInUrls(String url, String host) {
    assertThat(VaultEntities.host(url)).contains(host);
    assertThat(CertificateIssuance.host(host)).isPresent();
  }

  @Test
  void whatIsNoUrlHasNoHost() {
    assertThat(VaultEntities.host("opc.tcp://")).isEmpty();
    assertThat(VaultEntities.host("opc.tcp://a b")).isEmpty();
    assertThat(VaultEntities.host("opc.tcp://fe80::1%eth0")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[::1]", "fe80:", "1.2.3.4.5", "...", "a b", "\u00e4.example", "a\nb"})
  void whatIsNeitherNameNorAddressIsLeftOutOfCertificates(String host) {
    assertThat(CertificateIssuance.host(host)).isEmpty();
  }
}
