package org.bactrian.deploy.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;
import org.junit.jupiter.api.Test;

/** Shell scripts of the deployment, as ShellCheck reads them. */
class ShellScriptsTest {

  @Test
  void scriptsHaveNoFindings() throws Exception {
    assumeTrue(isInstalled("shellcheck"), "ShellCheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", "--severity=info"));
    scripts().forEach(script -> command.add(script.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String findings = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(findings).isZero();
  }

  @Test
  void scriptsMayBeStarted() throws Exception {
    assertThat(scripts()).isNotEmpty().allMatch(Files::isExecutable);
  }

  private static List<Path> scripts() throws Exception {
    try (Stream<Path> files = Files.walk(DeployFolder.resolve(""))) {
      return files
          .filter(file -> file.toString().endsWith(".sh"))
          .filter(file -> !file.toString().contains("/target/"))
          .toList();
    }
  }

  private static boolean isInstalled(String command) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }
}
