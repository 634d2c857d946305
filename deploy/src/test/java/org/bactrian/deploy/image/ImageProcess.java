package org.bactrian.deploy.image;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.deploy.DeployFolder;

/**
 * Process of an image that runs as a container engine would start it: with the entry point, the
 * environment, the user and the working directory of the image, on a file system that cannot be
 * written but for its volumes. {@code run-image} tells what is isolated and what is not.
 */
final class ImageProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Path SANDBOX = DeployFolder.resolve("src/test/resources/run-image");

  private final OciImage image;
  private final Path root;
  private final Path data;
  private final Path log;
  private final Process process;

  private ImageProcess(OciImage image, Path root, Path data, Path log, Process process) {
    this.image = image;
    this.root = root;
    this.data = data;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts an image.
   *
   * @param root its unpacked layers
   * @param data its volume
   * @param environment of the container, besides that of the image
   */
  static ImageProcess start(OciImage image, Path root, Path data, Map<String, String> environment)
      throws IOException {
    Path log = Files.createTempFile(root.getParent(), "image", ".log");
    Process process =
        builder(image, root, data, environment, image.command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new ImageProcess(image, root, data, log, process);
  }

  /** Runs another command in the container and returns its exit code. */
  int run(List<String> command) throws IOException, InterruptedException {
    return exitCode(
        builder(image, root, data, Map.of(), command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
  }

  /**
   * Runs the program of an image with other arguments to its end, and returns what it printed.
   *
   * @param backups volume for backups, {@code /backup} in the container
   */
  static String run(OciImage image, Path root, Path data, Path backups, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(image.entryPoint());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(root.getParent(), "command", ".log");
    int exitCode =
        exitCode(
            builder(
                    image,
                    root,
                    data,
                    Map.of(
                        "BACKUPS",
                        backups.toRealPath().toString(),
                        "JDK_JAVA_OPTIONS",
                        "-XX:TieredStopAtLevel=1"),
                    command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile()));
    String printed = Files.readString(output);
    if (exitCode != 0) {
      throw new AssertionError(command + " ended with " + exitCode + ": " + printed);
    }
    return printed;
  }

  private static int exitCode(ProcessBuilder builder) throws IOException, InterruptedException {
    Process other = builder.start();
    if (!other.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      other.destroyForcibly();
      throw new AssertionError(builder.command() + " does not end");
    }
    return other.exitValue();
  }

  private static ProcessBuilder builder(
      OciImage image, Path root, Path data, Map<String, String> environment, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", SANDBOX.toRealPath().toString()));
    command.addAll(List.of(root.toRealPath().toString(), data.toRealPath().toString()));
    command.add(image.text("User").split(":")[0]);
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    String java = System.getProperty("java.home");
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(image.environment());
    variables.putAll(environment);
    variables.put("JAVA_HOME", java);
    variables.put("PATH", java + "/bin:/usr/bin:/bin:/usr/sbin:/sbin");
    variables.put("WORKING_DIRECTORY", image.text("WorkingDir"));
    return builder;
  }

  /** Returns what a pattern's group finds in the output; waits for it. */
  String awaitOutput(Pattern pattern) {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || find(pattern).find());
    Matcher found = find(pattern);
    if (!found.find()) {
      throw new AssertionError("The container has ended: " + output());
    }
    return found.group(1);
  }

  private Matcher find(Pattern pattern) {
    return pattern.matcher(output());
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Port of health and metrics; waits until the role runs. */
  String managementPort() {
    return awaitOutput(Pattern.compile("Health and metrics: http://localhost:(\\d+)"));
  }

  /** Gets a page of the management port. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** Asks the process to end as an engine does, and returns its exit code. */
  int stop(Duration patience) throws InterruptedException {
    process.destroy();
    return awaitEnd(patience);
  }

  /** Waits for the process to end by itself, and returns its exit code. */
  int awaitEnd(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("The container does not end: " + output());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
