package org.bactrian.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entry point in a process of its own, as the script starts it. */
class BactrianTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aLogOfJsonHoldsNothingElseFromItsFirstLineOn(@TempDir Path data) throws Exception {
    ProcessBuilder command =
        JvmProcess.of(Bactrian.class, "edge", "--log-format=json", "--bs=many", "--data=" + data);
    // The log of users, not that of tests.
    command.command().add(1, "-Dlogback.configurationFile=logback.xml");
    Process edge = command.start();

    List<String> lines = edge.errorReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(edge.waitFor()).isEqualTo(160);
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(JSON.readTree(line).isObject()).isTrue());
  }
}
