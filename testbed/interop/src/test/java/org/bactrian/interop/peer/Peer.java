package org.bactrian.interop.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A script in {@code peers/} that runs in a process of its own and speaks lines of JSON: first that
 * it is ready, then an answer to each request, and events whenever they come. It ends with us.
 */
public final class Peer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int START_SECONDS = 60;
  private static final int ANSWER_SECONDS = 60;
  private static final int END_SECONDS = 5;

  private final String script;
  private final Process process;
  private final BufferedWriter requests;
  private final Path errors;
  private final AtomicInteger ids = new AtomicInteger();
  private final CompletableFuture<JsonNode> ready = new CompletableFuture<>();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  private Peer(String script, Process process, Path errors) {
    this.script = script;
    this.process = process;
    this.errors = errors;
    this.requests = process.outputWriter();
    Thread reader = new Thread(this::read, "peer-" + script);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a script and waits until it is ready.
   *
   * @param script file name in {@code peers/}
   * @param options options, {@code --name value} each
   * @param environment what the process gets beside our own environment
   * @throws IllegalStateException when the script ends or fails before it is ready; the message
   *     carries what it wrote
   */
  public static Peer start(
      String script, Map<String, String> options, Map<String, String> environment)
      throws IOException {
    NodeJs.install();
    return started("peers/" + script, options, environment);
  }

  /**
   * Starts a script that has packages of its own.
   *
   * @param folder folder of the script and its package.json
   * @param script file name in it
   * @param options as of the other peers
   */
  public static Peer startIn(String folder, String script, Map<String, String> options)
      throws IOException {
    NodeJs.install(NodeJs.folder().resolve(folder));
    return started(folder + "/" + script, options, Map.of());
  }

  private static Peer started(
      String script, Map<String, String> options, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("node", script));
    options.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    Path errors = Files.createTempFile("peer", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(NodeJs.folder().toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Peer peer = new Peer(script, builder.start(), errors);
    try {
      peer.await(peer.ready, START_SECONDS);
      return peer;
    } catch (IllegalStateException e) {
      peer.close();
      throw e;
    }
  }

  /** Message of the script when it was ready. */
  public JsonNode greeting() {
    return ready.join();
  }

  /**
   * Asks the script to do something and waits for the answer.
   *
   * @param parameters names and values in turn; values may be anything that Jackson writes
   * @throws PeerFailure when the script answers that it failed
   * @throws IllegalStateException when no answer comes
   */
  public JsonNode ask(String operation, Object... parameters) throws IOException {
    Map<String, Object> request = new LinkedHashMap<>();
    int id = ids.incrementAndGet();
    request.put("id", id);
    request.put("do", operation);
    for (int i = 0; i < parameters.length; i += 2) {
      request.put((String) parameters[i], parameters[i + 1]);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    synchronized (requests) {
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
    }
    JsonNode message = await(answer, ANSWER_SECONDS);
    if (message.has("error")) {
      throw new PeerFailure(
          message.path("name").asText(), script + ": " + message.get("error").asText());
    }
    return message.path("result");
  }

  /** Messages that the script has sent of its own accord so far. */
  public List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** Ends the process at once, as a crash does. */
  public void kill() throws IOException {
    process.destroyForcibly();
    waitForEnd();
  }

  /** Lets the script end in order, and ends it when it does not. */
  @Override
  public void close() throws IOException {
    try {
      requests.close();
    } catch (IOException alreadyGone) {
      // The process has ended before us, which is what we want.
    }
    waitForEnd();
    Files.deleteIfExists(errors);
  }

  private void waitForEnd() {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("{")) {
          dispatch(JSON.readTree(line));
        }
        line = lines.readLine();
      }
      fail(new IOException(script + " has ended"));
    } catch (IOException e) {
      fail(e);
    }
  }

  private void dispatch(JsonNode message) {
    if (message.path("ready").asBoolean()) {
      ready.complete(message);
    } else if (message.has("id")) {
      CompletableFuture<JsonNode> answer = pending.remove(message.get("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
    } else {
      events.add(message);
    }
  }

  private void fail(IOException reason) {
    ready.completeExceptionally(reason);
    pending.values().forEach(answer -> answer.completeExceptionally(reason));
  }

  private JsonNode await(CompletableFuture<JsonNode> message, int seconds) throws IOException {
    try {
      return message.get(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + script, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          script + " did not answer. It wrote:\n" + Files.readString(errors), e);
    }
  }
}
