package org.bactrian.localazure.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.keys.models.CreateEcKeyOptions;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.localazure.keyvault.fault.VaultOutage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outages that tests of the vault's clients begin. */
class VaultOutageTest {

  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;
  private static RunningVault running;
  private static CryptographyClient signer;

  @BeforeAll
  static void start() {
    running = RunningVault.in(folder);
    signer = running.cryptography(running.keys().createEcKey(new CreateEcKeyOptions("k")).getId());
    sign();
  }

  @AfterEach
  void end() {
    running.vault().outage(new VaultOutage.None());
  }

  @AfterAll
  static void stop() {
    running.close();
  }

  @Test
  void anUnreachableVaultCutsConnectionsUntilItIsBack() {
    running.vault().outage(new VaultOutage.Unreachable());
    assertThatThrownBy(VaultOutageTest::sign).isInstanceOf(RuntimeException.class);

    running.vault().outage(new VaultOutage.None());

    assertThat(sign()).hasSize(64);
  }

  @Test
  void aThrottledClientIsToldWhenToComeAgain() throws Exception {
    running.vault().outage(new VaultOutage.Throttled(Duration.ofSeconds(7)));

    HttpResponse<String> answer = running.send("GET", "/keys", "");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    assertThat(answer.body()).contains("\"code\":\"Throttled\"");
  }

  @Test
  void aSignatureThatIsMadeButNotAnsweredFailsWhileOtherRequestsSucceed() {
    running.vault().outage(new VaultOutage.CutAfterSigning());

    assertThatThrownBy(VaultOutageTest::sign).isInstanceOf(RuntimeException.class);
    assertThat(running.keys().getKey("k").getName()).isEqualTo("k");
  }

  private static byte[] sign() {
    return signer.signData(SignatureAlgorithm.ES256, DATA).getSignature();
  }
}
