package org.bactrian.launcher.command;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
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
 * the end the hub has each number that the server still held, and twice only in copies of one
 * message.
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
  private static final double THROTTLED_MESSAGES_PER_SECOND = 0.2;
  private static final long DISK_BYTES = 64 << 20;
  private static final int BLOCK = 64 << 10;
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
  void aHubThatThrottles() throws Exception {
    try (RelayedEdge edge = start(Map.of())) {
      sitOut(
          edge,
          it -> it.hubThrottle().limit(THROTTLED_MESSAGES_PER_SECOND, 1),
          it -> it.hubThrottle().unlimit());

      assertThat(edge.hubThrottle().refused()).isPositive();
      expectEverything(edge, 0);
    }
  }

  @Test
  void aServerThatIsKilledAndStartedAgainMakesOneGapMessage() throws Exception {
    try (RelayedEdge edge = start(Map.of())) {
      sitOut(edge, RelayedEdge::haltPlant, RelayedEdge::startPlantAgain);

      expectEverything(edge, 1);
    }
  }

  @Test
  void aDiskThatIsFull() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("edge"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString()))
        .as("the right to mount a disk of its own")
        .isTrue();
    try (RelayedEdge edge = start(Map.of())) {
      Path other = disk.resolve("other");

      sitOut(edge, it -> fill(other), it -> Files.delete(other));

      expectEverything(edge, 0);
    } finally {
      run("umount", "--lazy", disk.toString());
    }
  }

  /** Writes until the disk has no more space. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
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
      sitOut(edge, fault, end);
      expectEverything(edge, 0);
    }
  }

  private static void sitOut(RelayedEdge edge, Step fault, Step end) throws Exception {
    long before = edge.tally().least();
    fault.run(edge);
    await().atMost(OUTAGE.multipliedBy(2)).pollDelay(OUTAGE).until(() -> edge.process().isAlive());
    assertThat(edge.tally().least())
        .as("values that came all the same")
        .isLessThan(before + NORMAL / 2);
    end.run(edge);
  }

  private static void expectEverything(RelayedEdge edge, int gaps) throws Exception {
    edge.awaitNumbers(edge.tally().least() + 40);
    edge.stopAndExpectEverythingBut(gaps);
  }

  /** Compiles what adds an offset to the time of day of a process; false without a compiler. */
  private static boolean compile(Path library) throws InterruptedException {
    return run(
        "cc",
        "-shared",
        "-fPIC",
        "-o",
        library.toString(),
        Path.of("src/test/c/clock-offset.c").toAbsolutePath().toString(),
        "-ldl");
  }

  /** Runs a command; false when it fails or is not there. */
  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
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
