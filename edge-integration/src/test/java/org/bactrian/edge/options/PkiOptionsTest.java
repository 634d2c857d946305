package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Exercises(
    options = {
      "BactrianCheckHostName",
      "BactrianAllowClearPasswords",
      "AutoAcceptUntrustedCertificates",
      "RejectUnknownRevocationStatus",
      "MinimumCertificateKeySize",
      "RejectSha1SignedCertificates",
      "AddAppCertToTrustedStore",
      "ApplicationCertificateSubjectName",
      "ApplicationCertificatePassword",
      "ApplicationCertificateStorePath",
      "TrustedPeerCertificatesPath",
      "RejectedCertificateStorePath",
      "TrustedIssuerCertificatesPath"
    })
class PkiOptionsTest {

  @Test
  void aServerIsTrustedWhateverHostItsCertificateNamesAndNoPasswordTravelsInClearText() {
    assertThat(checks())
        .isEqualTo(ServerCertificateRules.DEFAULT)
        .isEqualTo(new ServerCertificateRules(false, false, 0, false, true, false));
  }

  @Test
  void whatIsAskedOfServersIsTightenedOrLoosenedByOptions() {
    assertThat(checks("--check-host-name"))
        .isEqualTo(new ServerCertificateRules(false, true, 0, false, true, false));
    assertThat(checks("--minkeysize=1024"))
        .isEqualTo(new ServerCertificateRules(false, false, 1024, false, true, false));
    assertThat(checks("--allow-clear-passwords"))
        .isEqualTo(new ServerCertificateRules(false, false, 0, true, true, false));
    assertThat(checks("--rejectunknownrevocationstatus=false"))
        .isEqualTo(new ServerCertificateRules(false, false, 0, false, false, false));
    assertThat(checks("--aa"))
        .isEqualTo(new ServerCertificateRules(true, false, 0, false, true, false));
  }

  @Test
  void theCommandLineOfOpcPublisherFindsItsStoresAndTrustsItself(@TempDir Path disk) {
    Path pki = disk.resolve("pki");
    OpcUaClientSettings client =
        options(
                "--pki=" + pki,
                "--ap=" + disk.resolve("own"),
                "--tp=" + disk.resolve("trusted"),
                "--rp=" + disk.resolve("rejected"),
                "--ip=" + disk.resolve("issuers"),
                "--sn=CN=Line 3, O=Plant, C=DE",
                "--apw=of the key",
                "--tm")
            .clientSettings();
    assertThat(client.ownCertificate().formerPassword()).isEqualTo("of the key");
    assertThat(client.toString()).doesNotContain("of the key");

    new SessionPool(client).close();

    assertThat(disk.resolve("own/certs/application.der")).exists();
    assertThat(disk.resolve("rejected/certs")).isDirectory();
    assertThat(disk.resolve("issuers/certs")).isDirectory();
    assertThat(disk.resolve("trusted/certs"))
        .isDirectoryContaining("regex:.*/Line_3-[0-9A-F]{40}[.]der");
    assertThat(pki.resolve("trusted")).doesNotExist();
  }

  @Test
  void whatIsNoSubjectIsAFaultOfItsOption() {
    assertThatThrownBy(() -> options("--sn=Line 3"))
        .isInstanceOf(EdgeOptionException.class)
        .hasMessageContaining("Line 3")
        .hasMessageContaining("is no subject such as");
  }

  @Test
  void signaturesWithSha1AreRefusedOnRequest() {
    assertThat(checks("--rejectsha1").rejectSha1()).isTrue();
    assertThat(checks().rejectSha1()).isFalse();
  }

  @Test
  void theHelpNamesTheseOptions() {
    assertThat(EdgeOptionHelp.lines())
        .anyMatch(line -> line.startsWith("--check-host-name"))
        .anyMatch(line -> line.startsWith("--mks, --minkeysize"))
        .anyMatch(line -> line.startsWith("--allow-clear-passwords"));
  }

  private static ServerCertificateRules checks(String... arguments) {
    return options(arguments).clientSettings().checks();
  }

  private static EdgeOptions options(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options();
  }
}
