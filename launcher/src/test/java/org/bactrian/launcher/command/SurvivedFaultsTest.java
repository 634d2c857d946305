package org.bactrian.launcher.command;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bactrian.opcua.session.OpcUaClientSettings;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counters of a simulated plant on their way to a local hub while something fails for a minute. In
 * the end the hub has each number, and twice only in copies of one message.
 */
@Tag("faults")
class SurvivedFaultsTest {

  private static final int COUNTERS = 500;
  private static final int MANY_COUNTERS = 1_000;
  private static final int RENEWALS = 3;
  private static final Duration RATE = Duration.ofMillis(250);
  private static final Duration OUTAGE = Duration.ofSeconds(60);

  /** Values of a counter in that time. */
  private static final int NORMAL = (int) OUTAGE.dividedBy(RATE);

  private static final long SLOW_BYTES_PER_SECOND = 20_000;
  private static final Duration CLOCK_OFFSET = Duration.ofHours(-1);

  @TempDir private Path folder;

  /** Step of a fault. */
  private interface Step {
    void run(RelayedEdge edge) throws Exception;
  }

  @Test
  void aNetworkToThePlantThatPassesNothingOn() throws Exception {
    survive(edge -> edge.toPlant().freeze(), edge -> edge.toPlant().thaw());
  }

  @Test
  void aNetworkToThePlantThatIsCut() throws Exception {
    survive(edge -> edge.toPlant().cut(), edge -> edge.toPlant().mend());
  }

  @Test
  void aServerThatAnswersSlowly() throws Exception {
    survive(
        edge -> edge.toPlant().throttle(SLOW_BYTES_PER_SECOND),
        edge -> edge.toPlant().throttle(Long.MAX_VALUE));
  }

  @Test
  void aNetworkToTheHubThatPassesNothingOn() throws Exception {
    survive(edge -> edge.toHub().freeze(), edge -> edge.toHub().thaw());
  }

  @Test
  void aNetworkToTheHubThatIsCut() throws Exception {
    survive(edge -> edge.toHub().cut(), edge -> edge.toHub().mend());
  }

  @Test
  void aHubThatTakesTooLittle() throws Exception {
    survive(
        edge -> edge.toHub().throttle(SLOW_BYTES_PER_SECOND),
        edge -> edge.toHub().throttle(Long.MAX_VALUE));
  }

  @Test
  void aHubThatIsKilledAndStartedAgain() throws Exception {
    survive(RelayedEdge::haltHub, RelayedEdge::startHubAgain);
  }

  @Test
  void anApplicationCertificateThatIsReplaced() throws Exception {
    try (RelayedEdge edge = start(Map.of());
        SessionPool other = new SessionPool(OpcUaClientSettings.of(folder.resolve("other")))) {
      Path own = edge.data().resolve("pki").resolve("own");
      Path replacement = other.settings().pkiRoot().resolve("own");

      for (String file : List.of("certs/application.der", "private/application.pem")) {
        Files.copy(replacement.resolve(file), own.resolve(file), REPLACE_EXISTING);
      }

      await().atMost(RelayedEdge.PATIENCE).until(() -> edge.log().contains("was replaced by"));
      edge.awaitNumbers(edge.tally().least() + NORMAL);
      edge.stopAndExpectEverything();
    }
  }

  @Test
  void anApplicationCertificateThatAnAuthorityRenewsWithANewKeyEachTime() throws Exception {
    TestAuthority authority = TestAuthority.root("Plant");
    try (RelayedEdge edge =
        new RelayedEdge(folder, MANY_COUNTERS, RATE, Map.of(), "--outage=150")) {
      for (int renewal = 0; renewal < RENEWALS; renewal++) {
        JsonNode request =
            edge.invoke("CreateSigningRequest_V2", "{\"regeneratePrivateKey\": true}");
        X509Certificate issued = authority.answer(request.path("certificateRequest").binaryValue());
        JsonNode renewed =
            edge.invoke(
                "UpdateCertificate_V2",
                "{\"certificates\": [\"%s\", \"%s\"]}"
                    .formatted(base64(issued), base64(authority.certificate())));
        assertThat(renewed.path("notAfter").asText())
            .isEqualTo(issued.getNotAfter().toInstant().toString());
        edge.awaitNumbers(edge.tally().least() + NORMAL / RENEWALS);
      }
      edge.stopAndExpectEverything();
    }
  }

  private static String base64(X509Certificate certificate) throws CertificateEncodingException {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }

  @Test
  void aClockThatIsSetBackAndForthByAnHour() throws Exception {
    Path library = folder.resolve("clock-offset.so");
    assumeThat(compile(library)).as("a C compiler is installed").isTrue();
    Path offset = Files.write(folder.resolve("offset"), seconds(Duration.ZERO));
    try (RelayedEdge edge =
        start(Map.of("LD_PRELOAD", library.toString(), "CLOCK_OFFSET_FILE", offset.toString()))) {
      for (Duration next : List.of(CLOCK_OFFSET, Duration.ZERO, CLOCK_OFFSET.negated())) {
        Files.write(offset, seconds(next), StandardOpenOption.WRITE);
        edge.awaitNumbers(edge.tally().least() + NORMAL / 2);
      }
      edge.stopAndExpectEverything();
    }
  }

  private RelayedEdge start(Map<String, String> environment) throws IOException {
    return new RelayedEdge(folder, COUNTERS, RATE, environment, "--outage=150");
  }

  private void survive(Step fault, Step end) throws Exception {
    try (RelayedEdge edge = start(Map.of())) {
      long before = edge.tally().least();
      fault.run(edge);
      await()
          .atMost(OUTAGE.multipliedBy(2))
          .pollDelay(OUTAGE)
          .until(() -> edge.process().isAlive());
      assertThat(edge.tally().least())
          .as("values that came all the same")
          .isLessThan(before + NORMAL / 2);
      end.run(edge);

      edge.awaitNumbers(edge.tally().least() + 40);
      edge.stopAndExpectEverything();
    }
  }

  /** Compiles what adds an offset to the time of day of a process; false without a compiler. */
  private static boolean compile(Path library) throws IOException, InterruptedException {
    try {
      Process compiler =
          new ProcessBuilder(
                  "cc",
                  "-shared",
                  "-fPIC",
                  "-o",
                  library.toString(),
                  Path.of("src/test/c/clock-offset.c").toAbsolutePath().toString(),
                  "-ldl")
              .inheritIO()
              .start();
      return compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] seconds(Duration offset) {
    return ByteBuffer.allocate(Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(offset.toSeconds())
        .array();
  }
}
