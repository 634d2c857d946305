package org.bactrian.edge.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.bactrian.opcua.pki.ServerCertificateRules;
import org.bactrian.patience.Exercises;
import org.junit.jupiter.api.Test;

@Exercises(
    options = {
      "BactrianCheckHostName",
      "BactrianAllowClearPasswords",
      "AutoAcceptUntrustedCertificates",
      "RejectUnknownRevocationStatus",
      "MinimumCertificateKeySize"
    })
class PkiOptionsTest {

  @Test
  void aServerIsTrustedWhateverHostItsCertificateNamesAndNoPasswordTravelsInClearText() {
    assertThat(checks())
        .isEqualTo(ServerCertificateRules.DEFAULT)
        .isEqualTo(new ServerCertificateRules(false, false, 0, false, true));
  }

  @Test
  void whatIsAskedOfServersIsTightenedOrLoosenedByOptions() {
    assertThat(checks("--check-host-name"))
        .isEqualTo(new ServerCertificateRules(false, true, 0, false, true));
    assertThat(checks("--minkeysize=1024"))
        .isEqualTo(new ServerCertificateRules(false, false, 1024, false, true));
    assertThat(checks("--allow-clear-passwords"))
        .isEqualTo(new ServerCertificateRules(false, false, 0, true, true));
    assertThat(checks("--rejectunknownrevocationstatus=false"))
        .isEqualTo(new ServerCertificateRules(false, false, 0, false, false));
    assertThat(checks("--aa")).isEqualTo(new ServerCertificateRules(true, false, 0, false, true));
  }

  @Test
  void theHelpNamesTheseOptions() {
    assertThat(EdgeOptionHelp.lines())
        .anyMatch(line -> line.startsWith("--check-host-name"))
        .anyMatch(line -> line.startsWith("--mks, --minkeysize"))
        .anyMatch(line -> line.startsWith("--allow-clear-passwords"));
  }

  private static ServerCertificateRules checks(String... arguments) {
    return EdgeOptionsReader.read(List.of(arguments), Map.of()).options().clientSettings().checks();
  }
}
