package org.bactrian.launcher.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that change while a process runs, mounted as Kubernetes does. */
class SecretFileWatchTest {

  private static final Duration PERIOD = Duration.ofMillis(10);

  @TempDir private Path folder;

  private final AtomicInteger ends = new AtomicInteger();

  @Test
  void aProcessEndsWhenAMountedSecretIsReplaced() throws Exception {
    mount("former", "secret");
    try (SecretFileWatch watch = watch(Map.of())) {
      watch.begin(PERIOD, RestartOrder.BY_CHANCE, ends::incrementAndGet);

      mount("latter", "another");

      await().until(() -> ends.get() == 1);
    }
  }

  @Test
  void theSameSecretWrittenAnewAndOneThatIsAwayAreNoChange() throws Exception {
    mount("former", "secret");
    try (SecretFileWatch watch = watch(Map.of());
        FileContentWatch reads = FileContentWatch.of(List.of(folder.resolve("seen")))) {
      AtomicInteger seen = new AtomicInteger();
      watch.begin(PERIOD, RestartOrder.BY_CHANCE, ends::incrementAndGet);
      mount("latter", "secret");
      Files.delete(folder.resolve("latter").resolve("hub"));
      // Another watch of the same period has seen two changes since.
      Files.writeString(folder.resolve("seen"), "1");
      reads.begin(PERIOD, files -> seen.incrementAndGet());
      for (int change = 1; change <= 2; change++) {
        int before = change;
        await()
            .until(
                () -> {
                  Files.writeString(folder.resolve("seen"), Long.toString(System.nanoTime()));
                  return seen.get() >= before;
                });
      }

      assertThat(ends).hasValue(0);
      Files.writeString(folder.resolve("latter").resolve("hub"), "another");
      await().until(() -> ends.get() == 1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNotReadSinceThatCouldWaitWithoutEnd() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    CompletableFuture<Void> watched =
        CompletableFuture.runAsync(() -> FileContentWatch.of(List.of(pipe)).close());

    await().until(watched::isDone);
  }

  @Test
  void withoutTheVariableNothingEnds() throws Exception {
    mount("former", "secret");
    try (SecretFileWatch asked = watch(Map.of());
        SecretFileWatch watch = watch(Map.of(SecretFileWatch.VARIABLE, ""))) {
      AtomicInteger others = new AtomicInteger();
      watch.begin(PERIOD, RestartOrder.BY_CHANCE, ends::incrementAndGet);
      asked.begin(PERIOD, RestartOrder.BY_CHANCE, others::incrementAndGet);

      mount("latter", "another");

      await().until(() -> others.get() == 1);
      assertThat(ends).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "-1", "86401", "99999999999"})
  void whatIsNoNumberOfSecondsIsNamed(String seconds) {
    assertThatThrownBy(() -> watch(Map.of(SecretFileWatch.VARIABLE, seconds)))
        .isInstanceOf(SecretException.class)
        .hasMessageContaining(SecretFileWatch.VARIABLE + " is " + seconds);
  }

  private SecretFileWatch watch(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>();
    variables.put(SecretFileWatch.VARIABLE, "0");
    variables.put("BACTRIAN_HUB_FILE", folder.resolve("mount").resolve("hub").toString());
    variables.put("OTHER_FILE", folder.resolve("other").toString());
    variables.putAll(environment);
    return SecretFileWatch.of(variables, List.of("BACTRIAN_HUB", "BACTRIAN_EVENT_HUB"));
  }

  /** A folder whose content is replaced at once, by a link to another one. */
  private void mount(String version, String secret) throws Exception {
    Path content = Files.createDirectory(folder.resolve(version));
    Files.writeString(content.resolve("hub"), secret);
    Path link = Files.createSymbolicLink(folder.resolve("..new"), content);
    Files.move(link, folder.resolve("mount"), StandardCopyOption.ATOMIC_MOVE);
  }
}
