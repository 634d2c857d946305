package org.bactrian.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.bactrian.patience.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entry point in a process of its own, as the script starts it. */
class BactrianTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource({
    "160, edge --bs=many --log-format=json",
    "2, simulator --prot=1 --log-format=json",
    "2, --log-format json simulator --nodes=many",
    "2, --log-format=json",
  })
  void aLogOfJsonHoldsNothingElseFromItsFirstLineOn(
      int exitCode, String commandLine, @TempDir Path data) throws Exception {
    ProcessBuilder command = JvmProcess.of(Bactrian.class, commandLine.split(" "));
    command.environment().put("BACTRIAN_DATA", data.toString());
    Process process = command.start();

    List<String> lines = process.errorReader(StandardCharsets.UTF_8).lines().toList();

    assertThat(process.waitFor()).isEqualTo(exitCode);
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(JSON.readTree(line).isObject()).isTrue())
        .anySatisfy(
            line -> assertThat(JSON.readTree(line).get("level").asText()).isEqualTo("ERROR"));
  }
}
