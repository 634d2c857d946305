package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds of the folder of messages that can never arrive. */
class DeadLettersTest {

  @TempDir private Path data;

  @Test
  void theOldestFilesGoAtTheLimitOfTheirNumber() throws Exception {
    DeadLetters letters = DeadLetters.in(data, 1 << 20, 3);
    add(letters, "a", 1, 2);

    add(DeadLetters.in(data, 1 << 20, 3), "a", 3, 4);

    assertThat(numbers()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void theOldestFilesGoAtTheLimitOfTheirBytes() throws Exception {
    DeadLetters letters = DeadLetters.in(data, 1_000, 100);

    add(letters, "a", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    long bytes = 0;
    for (Path file : letters.files()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(500L, 1_000L);
    assertThat(numbers()).endsWith(9L, 10L).doesNotContain(1L);
  }

  @Test
  void filesThatAnotherProcessSendsAgainMakeRoom() throws Exception {
    DeadLetters letters = DeadLetters.in(data, 1 << 20, 4);
    add(letters, "kept", 1, 2);
    add(letters, "sent", 3, 4);

    assertThat(DeadLetters.in(data).replay("sent")).isEqualTo(2);
    assertThat(letters.wanted()).hasSize(2);
    add(letters, "kept", 5, 6);

    assertThat(numbers()).containsExactly(1L, 2L, 5L, 6L);
  }

  private static void add(DeadLetters letters, String name, long... numbers) throws IOException {
    for (long number : numbers) {
      OutboxMessage message = new OutboxMessage(number, 1, Map.of(), new byte[50]);
      letters.add("group/1", name, message, "the message is too large");
    }
  }

  private List<Long> numbers() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Path file : DeadLetters.in(data).files()) {
      numbers.add(DeadLetters.read(file).number());
    }
    return numbers.stream().sorted().toList();
  }
}
