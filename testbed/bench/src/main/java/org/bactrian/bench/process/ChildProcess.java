package org.bactrian.bench.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process that a benchmark has started. Its lines are read, its errors are kept in a file. */
public final class ChildProcess implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Path errors;
  private final BufferedWriter requests;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Thread reader;

  private ChildProcess(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.requests = process.outputWriter();
    reader = new Thread(this::read, "read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process.
   *
   * @param name what failures call it
   * @param errors file that takes what it writes to standard error
   * @throws IOException when there is no such program
   */
  static ChildProcess start(String name, ProcessBuilder builder, Path errors) throws IOException {
    return new ChildProcess(name, builder.redirectError(errors.toFile()).start(), errors);
  }

  /** Handle of the process itself. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits for a line that matches as a whole; lines before it are passed over.
   *
   * @return the match
   * @throws IllegalStateException when the process ends or the time is over before; the message
   *     carries what it wrote last
   */
  public Matcher await(Pattern pattern, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      String line = lines.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
      if (line != null) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.matches()) {
          return matcher;
        }
      } else if (!process.isAlive() && !reader.isAlive() && lines.isEmpty()) {
        throw failure("has ended with exit code " + process.exitValue());
      } else if (System.nanoTime() > end) {
        throw failure("has not answered within " + longest.toSeconds() + " s");
      }
    }
  }

  /** Writes a line to its standard input. */
  public void tell(String line) throws IOException {
    requests.write(line);
    requests.newLine();
    requests.flush();
  }

  /**
   * Waits for the end of the process.
   *
   * @throws IllegalStateException when it fails or the time is over before
   */
  public void awaitSuccess(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
      throw failure("has not ended within " + longest.toSeconds() + " s");
    }
    if (process.exitValue() != 0) {
      throw failure("has ended with exit code " + process.exitValue());
    }
  }

  private IllegalStateException failure(String what) {
    return new IllegalStateException(name + " " + what + ". It wrote last: " + lastErrors());
  }

  private String lastErrors() {
    try (Stream<String> all = Files.lines(errors)) {
      List<String> texts = all.toList();
      return String.join("\n", texts.subList(Math.max(0, texts.size() - LAST_LINES), texts.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void read() {
    try (Stream<String> output = process.inputReader().lines()) {
      output.forEach(lines::add);
    } catch (UncheckedIOException e) {
      // The process was killed: nothing more will come.
    }
  }

  /** Ends it and what it has started: asks first, kills what has not ended in time. */
  @Override
  public void close() {
    List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(handle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      process.waitFor(END.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill(all);
  }

  /** Ends it and what it has started at once. */
  void kill() {
    kill(Stream.concat(process.descendants(), Stream.of(handle())).toList());
  }

  private static void kill(List<ProcessHandle> all) {
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
