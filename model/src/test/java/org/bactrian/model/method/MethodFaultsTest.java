package org.bactrian.model.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MethodFaultsTest {

  private static final String FILE = "/var/lib/edge/pki/own/private/application.pem";

  static Stream<IOException> faultsOfFiles() {
    return Stream.of(
        new NoSuchFileException(FILE),
        new AccessDeniedException(FILE),
        new FileNotFoundException(FILE + " (Permission denied)"));
  }

  @ParameterizedTest
  @MethodSource("faultsOfFiles")
  void aCallerLearnsNoPathOfTheEdgesDisk(IOException fault) {
    MethodResult result = MethodFaults.of("ValueRead", fault);

    assertThat(result.status()).isEqualTo(500);
    assertThat(new String(result.body(), StandardCharsets.UTF_8))
        .contains("The log of the edge says why")
        .doesNotContain("application.pem");
  }
}
