package org.bactrian.deploy.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bactrian.deploy.DeployFolder;

/** Bicep files of the deployment, parsed by the grammar of tree-sitter from npm. */
final class BicepFiles {

  private static final Path PARSER = DeployFolder.resolve("bicep-parser").toAbsolutePath();
  private static final Path FILES = DeployFolder.resolve("azure").toAbsolutePath();

  private BicepFiles() {}

  /** Returns whether Node.js and npm are installed, which the parser needs. */
  static boolean canBeParsed() {
    try {
      run(FILES, "node", "--version");
      run(FILES, "npm", "--version");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** All files as JSON, by their paths below {@code deploy/azure}. */
  static Map<String, JsonNode> parse() throws IOException {
    install();
    List<String> command = new ArrayList<>(List.of("node", "parse.mjs"));
    try (Stream<Path> files = Files.walk(FILES)) {
      files
          .filter(file -> file.toString().endsWith(".bicep"))
          .sorted()
          .forEach(file -> command.add(file.toString()));
    }
    Map<String, JsonNode> parsed = new LinkedHashMap<>();
    for (JsonNode file : new ObjectMapper().readTree(run(PARSER, command.toArray(new String[0])))) {
      parsed.put(FILES.relativize(Path.of(file.path("path").asText())).toString(), file);
    }
    return parsed;
  }

  /** Installs the packages of the lock file, once, and alone where two processes run tests. */
  private static void install() throws IOException {
    Path target = Files.createDirectories(DeployFolder.resolve("target"));
    try (FileChannel channel =
        FileChannel.open(
            target.resolve("bicep-parser.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.lock();
      Path marker = PARSER.resolve("node_modules/.installed-for");
      String wanted = Files.readString(PARSER.resolve("package-lock.json"));
      if (!Files.exists(marker) || !Files.readString(marker).equals(wanted)) {
        run(
            PARSER,
            "npm",
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefer-offline",
            "--silent");
        Files.writeString(marker, wanted);
      }
    }
  }

  private static String run(Path folder, String... command) throws IOException {
    Path errors = Files.createTempFile("bicep", ".err");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(errors);
    }
  }
}
