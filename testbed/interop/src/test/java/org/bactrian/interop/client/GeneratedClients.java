package org.bactrian.interop.client;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.bactrian.interop.peer.NodeJs;
import org.bactrian.interop.peer.Program;

/**
 * Clients in TypeScript and Java that OpenAPI Generator makes of documents, below {@code
 * target/clients}. Those of a document that has not changed are used again.
 */
final class GeneratedClients {

  private static final Path MODULE = NodeJs.folder();
  private static final Path FOLDER = MODULE.resolve("target/clients");
  private static final Path GENERATOR =
      MODULE.resolve("target/generator/openapi-generator-cli.jar");
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private GeneratedClients() {}

  /**
   * Makes a TypeScript and a Java client of each document.
   *
   * @param documents OpenAPI documents in JSON by names, such as {@code edge}
   */
  static void generate(Map<String, String> documents) throws IOException {
    Files.createDirectories(FOLDER);
    List<String> command = new ArrayList<>(List.of(java("java"), "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-jar", GENERATOR.toString(), "batch"));
    int before = command.size();
    for (Map.Entry<String, String> document : documents.entrySet()) {
      Path file = FOLDER.resolve(document.getKey() + ".json");
      if (!Files.exists(file) || !Files.readString(file).equals(document.getValue())) {
        Files.deleteIfExists(file);
        command.add(configuration(document, "typescript-fetch", Map.of()));
        command.add(
            configuration(
                document,
                "java",
                Map.of("library", "native", "useJakartaEe", true, "openApiNullable", false)));
      }
    }
    if (command.size() > before) {
      program(Map.of()).run(command.toArray(String[]::new));
    }
    for (Map.Entry<String, String> document : documents.entrySet()) {
      Files.writeString(FOLDER.resolve(document.getKey() + ".json"), document.getValue());
    }
  }

  /** Writes how one client is made, with the document beside it, and returns the file. */
  private static String configuration(
      Map.Entry<String, String> document, String generator, Map<String, Object> properties)
      throws IOException {
    Path input = FOLDER.resolve(document.getKey() + ".new.json");
    Files.writeString(input, document.getValue());
    Path file = FOLDER.resolve(document.getKey() + "." + generator + ".json");
    JSON.writeValue(
        file.toFile(),
        Map.of(
            "generatorName",
            generator,
            "inputSpec",
            input.toString(),
            "outputDir",
            folder(document.getKey(), generator).toString(),
            "additionalProperties",
            properties));
    return file.toString();
  }

  /** Compiles the TypeScript clients of documents with their callers, all by one compiler. */
  static void compileTypeScript(String... documents) throws IOException {
    NodeJs.install();
    Path sources = MODULE.resolve("clients/typescript");
    List<String> command =
        new ArrayList<>(List.of("node", "node_modules/typescript/bin/tsc", "--build"));
    for (String document : documents) {
      Path client = folder(document, "typescript-fetch");
      Files.copy(
          sources.resolve(document + "-caller.ts"), client.resolve("caller.ts"), REPLACE_EXISTING);
      Files.copy(
          sources.resolve("tsconfig.json"), client.resolve("tsconfig.json"), REPLACE_EXISTING);
      command.add(client.toString());
    }
    program(Map.of()).run(command.toArray(String[]::new));
  }

  /**
   * Runs the caller of the compiled TypeScript client of a document and returns what it wrote.
   *
   * @param authority certificate in PEM that it trusts besides the usual ones
   */
  static String callByTypeScript(String document, Path authority, String... arguments)
      throws IOException {
    Path caller = folder(document, "typescript-fetch").resolve("compiled/caller.js");
    List<String> command = new ArrayList<>(List.of("node", caller.toString()));
    command.addAll(List.of(arguments));
    return program(Map.of("NODE_EXTRA_CA_CERTS", authority.toString()))
        .run(command.toArray(String[]::new));
  }

  /**
   * Compiles the Java client of a document with its caller, runs the caller, and returns what it
   * wrote.
   *
   * @param trustStore PKCS #12 of what it trusts, with the password {@code
   *     GeneratedClientsTest.TRUST_PASSWORD}
   */
  static String callByJava(String document, String caller, Path trustStore, String... arguments)
      throws IOException {
    Path client = folder(document, "java");
    Path classes = client.resolve("classes");
    Path sources = client.resolve("sources");
    try (Stream<Path> files = Files.walk(client.resolve("src/main/java"))) {
      Files.write(
          sources,
          Stream.concat(
                  files.filter(file -> file.toString().endsWith(".java")),
                  Stream.of(MODULE.resolve("clients/java/" + caller + ".java")))
              .map(Path::toString)
              .toList());
    }
    String path = System.getProperty("java.class.path");
    compileJava("-proc:none", "-cp", path, "-d", classes.toString(), "@" + sources);
    List<String> command =
        new ArrayList<>(
            List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=" + GeneratedClientsTest.TRUST_PASSWORD,
                caller));
    command.addAll(List.of(arguments));
    return program(Map.of("CLASSPATH", classes + File.pathSeparator + path))
        .run(command.toArray(String[]::new));
  }

  /** In this process, where the compiler gets quick with the second client. */
  private static void compileJava(String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    if (ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments) != 0) {
      throw new IllegalStateException("javac failed:\n" + said.toString(StandardCharsets.UTF_8));
    }
  }

  private static Program program(Map<String, String> environment) {
    return new Program(MODULE, environment, LONGEST);
  }

  private static Path folder(String document, String generator) {
    return FOLDER.resolve(document + "-" + generator);
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }
}
