package org.bactrian.cloud.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTokensTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path data;

  @Test
  void aTokenSaysWhoItsBearerIsAndWhatTheBearerMay() throws Exception {
    String token = LocalTokens.in(data).issue("ann", Permission.SIGN, HOUR);

    Caller caller = TokenVerifier.of(LocalTokens.in(data)).verify(token);

    assertThat(caller).isEqualTo(new Caller("ann", Set.of(Permission.READ, Permission.SIGN)));
  }

  @Test
  void onlyTheOwnerMayReadTheKey() throws IOException {
    LocalTokens.in(data);

    try (var files = Files.list(data)) {
      assertThat(files.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void whoStartsAtTheSameTimeTakesTheSameKey() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<LocalTokens> start = () -> LocalTokens.in(data);
      List<Future<LocalTokens>> started = threads.invokeAll(List.of(start, start, start, start));

      TokenVerifier first = TokenVerifier.of(started.get(0).get());
      for (Future<LocalTokens> other : started) {
        String token = other.get().issue("ann", Permission.WRITE, HOUR);
        assertThat(first.verify(token).subject()).isEqualTo("ann");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aKeyThatIsSpoiltIsNamedWithTheMend() throws IOException {
    LocalTokens.in(data);
    Files.writeString(data.resolve("token-key.json"), "{}");

    assertThatThrownBy(() -> LocalTokens.in(data))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("token-key.json")
        .hasMessageContaining("Delete it");
  }
}
