package org.bactrian.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.web.http.HttpLimits;
import org.junit.jupiter.api.Test;

/** Memory that callers may take, and the end of a process that has none left. */
class MemoryExhaustionTest {

  /** Exit status of a JVM that ends by {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  @Test
  void requestsAndAnswersTakeAQuarterOfTheHeapUnlessAnotherBoundIsSet() {
    assertThat(HttpLimits.DEFAULT.maxBytesInFlight())
        .isEqualTo(Runtime.getRuntime().maxMemory() / 4);
  }

  @Test
  void aProcessWithTheOptionsOfAllCommandsEndsWhenItsHeapIsFull() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("src/main/jvm/common.options").toAbsolutePath(),
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                Hoarder.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(OUT_OF_MEMORY);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Program that takes memory in a thread whose failures nobody sees, and never ends by itself. */
  static final class Hoarder {

    private Hoarder() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread thread =
          new Thread(
              () -> {
                List<byte[]> taken = new ArrayList<>();
                while (taken.size() < Integer.MAX_VALUE) {
                  taken.add(new byte[1 << 20]);
                }
              });
      thread.start();
      new CountDownLatch(1).await();
    }
  }
}
