package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.bactrian.cloud.security.Permission;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counters of a simulated plant on their way to a local hub while the vault renews the certificate
 * of the edge again and again, each time before it expires and without anybody's doing.
 */
@Tag("faults")
class VaultRenewalTest {

  private static final int COUNTERS = 1_000;
  private static final Duration RATE = Duration.ofMillis(250);
  private static final int RENEWALS = 3;
  private static final String LIFETIME = "00:01:00";
  private static final Duration LONGEST = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void noNumberIsLostWhileTheVaultRenewsTheCertificateOfTheEdge() throws Exception {
    Path azure = folder.resolve("azure");
    Path config =
        Files.writeString(
            folder.resolve("cloud.properties"),
            """
            bactrian.vault.renewal.period = 1000
            bactrian.vault.renewal.delay = 1000
            """);
    try (RelayedEdge edge = new RelayedEdge(folder, COUNTERS, RATE, Map.of(), "--outage=150");
        CommandRun cloud =
            CommandRun.start(
                "cloud",
                "--data=" + azure,
                "--config=" + config,
                "--port=0",
                "--management-port=0")) {
      String url = cloud.rest(RelayedEdge.PATIENCE);
      VaultApiClient vault =
          VaultApiClient.inGroup(
              JsonApiClient.ofCloud(url, azure),
              JsonApiClient.ofCloud(url, azure, Permission.SIGN),
              "CN=Plant CA",
              LIFETIME);
      Path file = edge.data().resolve("pki/own/certs/application.der");
      Set<BigInteger> used = new HashSet<>(Set.of(serial(file)));

      vault.accept(vault.request("plant-edge_module_bactrian"));

      await()
          .atMost(LONGEST)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> {
                used.add(serial(file));
                // The first one is the edge's own, the second the first of the vault.
                assertThat(used).hasSizeGreaterThanOrEqualTo(2 + RENEWALS);
              });
      edge.awaitNumbers(edge.tally().least() + 100);
      edge.stopAndExpectEverything();
    }
  }

  /** Serial number of a certificate, which must be valid now. */
  private static BigInteger serial(Path file) throws Exception {
    X509Certificate certificate = CertificateUtil.decodeCertificate(Files.readAllBytes(file));
    certificate.checkValidity();
    return certificate.getSerialNumber();
  }
}
