package org.bactrian.opcua.pki;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ApplicationCertificateTest {

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ApplicationCertificate.class);

  @TempDir Path root;
  private PkiFolders folders;

  @BeforeEach
  void start() {
    folders = new PkiFolders(root);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  @Test
  void aCertificateThatWasMadeIsUsedFromThenOn() {
    ApplicationCertificate made = open();

    assertThat(open().chain()).isEqualTo(made.chain());
  }

  @ParameterizedTest
  @ValueSource(strings = {"certs/application.der", "private/application.pem"})
  void aFileThatIsCutShortIsNamedAndKeptAndACertificateMadeAnew(String name) throws Exception {
    ApplicationCertificate made = open();
    Path file = root.resolve("own").resolve(name);
    byte[] whole = Files.readAllBytes(file);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    Files.write(file, cut);

    ApplicationCertificate next = open();

    assertThat(next.chain()).isNotEqualTo(made.chain());
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(
            line ->
                line.startsWith(file + " is cut short")
                    && line.contains("A new certificate is made")
                    && line.contains("*.old"));
    try (Stream<Path> files = Files.list(file.getParent())) {
      List<Path> old = files.filter(one -> one.toString().endsWith(".old")).toList();
      assertThat(old).hasSize(1);
      assertThat(old.get(0)).hasBinaryContent(cut);
    }
    assertThat(open().chain()).isEqualTo(next.chain());
  }

  private ApplicationCertificate open() {
    return ApplicationCertificate.in(
        folders, "Bactrian", "", "urn:edge:bactrian", List.of("localhost"), Clock.systemUTC());
  }
}
