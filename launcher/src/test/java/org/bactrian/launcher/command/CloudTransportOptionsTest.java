package org.bactrian.launcher.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.bactrian.launcher.secret.FileContentWatch;
import org.bactrian.model.tls.PemIdentityFiles;
import org.bactrian.model.tls.ServerIdentity;
import org.bactrian.model.tls.TlsCertificates;
import org.bactrian.web.http.TransportSecurity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Addresses of the cloud that others reach. */
class CloudTransportOptionsTest {

  @TempDir private Path folder;

  @Command
  private static final class Options {
    @Mixin private CloudTransportOptions transport;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
  void plainHttpForOthersHasToBeAskedForByName(String host) {
    assertThatThrownBy(() -> protection(host))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(host)
        .hasMessageContaining("--tls-certificate");
    assertThat(protection(host, "--plain-http")).isInstanceOf(TransportSecurity.Plain.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void onLoopbackNothingIsAskedFor(String host) {
    assertThat(protection(host)).isInstanceOf(TransportSecurity.Plain.class);
  }

  @Test
  void theIdentityOfTheServerIsReadFromItsTwoFiles() throws Exception {
    ServerIdentity made = identity();
    Path certificate =
        Files.writeString(folder.resolve("tls.crt"), TlsCertificates.pem(made.chain()));
    Path key = Files.writeString(folder.resolve("tls.key"), TlsCertificates.pem(made.key()));

    TransportSecurity read =
        protection("0.0.0.0", "--tls-certificate=" + certificate, "--tls-key=" + key);

    assertThat(read)
        .isInstanceOfSatisfying(
            TransportSecurity.Tls.class,
            tls -> assertThat(tls.identity().certificate()).isEqualTo(made.certificate()));
    assertThatThrownBy(() -> protection("0.0.0.0", "--tls-certificate=" + key, "--tls-key=" + key))
        .hasMessageContaining("no identity of a server");
  }

  @Test
  void aChangedCertificateIsPresentedOnceItsKeyIsThereToo() throws Exception {
    Path certificate = folder.resolve("tls.crt");
    Path key = folder.resolve("tls.key");
    ServerIdentity former = identity();
    ServerIdentity renewed = identity();
    Files.writeString(certificate, TlsCertificates.pem(former.chain()));
    Files.writeString(key, TlsCertificates.pem(former.key()));
    PemIdentityFiles files = new PemIdentityFiles(certificate, key);
    Options options = options("--tls-certificate=" + certificate, "--tls-key=" + key);
    AtomicReference<ServerIdentity> presented = new AtomicReference<>(former);
    try (FileContentWatch watch = options.transport.watch()) {
      options.transport.renew(watch, Duration.ofMillis(10), presented::set);

      Files.writeString(certificate, TlsCertificates.pem(renewed.chain()));
      assertThatThrownBy(files::read)
          .hasMessageContaining("the key is that of another certificate")
          .hasMessageContaining("tls.crt");
      assertThat(presented.get()).isSameAs(former);
      Files.writeString(key, TlsCertificates.pem(renewed.key()));

      await().until(() -> !presented.get().equals(former));
    }
    assertThat(presented.get().certificate()).isEqualTo(renewed.certificate());
  }

  private static ServerIdentity identity() {
    return TlsCertificates.server(List.of("cloud"), Instant.now(), Duration.ofDays(1));
  }

  private static TransportSecurity protection(String host, String... arguments) {
    return options(arguments).transport.protection(host);
  }

  private static Options options(String... arguments) {
    Options options = new Options();
    new CommandLine(options).parseArgs(arguments);
    return options;
  }
}
