package org.bactrian.launcher.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.launcher.command.CommandInThisProcess;

/**
 * Server that carries out the commands of a script {@code bactrian} in this JVM, so that none of
 * them starts one. A command ends when its script does.
 */
final class CommandServer implements AutoCloseable {

  private static final long ALIVE_MILLIS = 200;

  /** Options whose value is a path. */
  private static final Set<String> PATHS =
      Set.of("-o", "--pf", "--publish", "--data", "--hub-ca", "--config", "--routes");

  /** A script that hands its arguments to the server, and prints what comes back. */
  private static final String SCRIPT =
      """
      #!/usr/bin/env bash
      exec 3< <(printf '%%s\\0' "$@" | exec curl -sN --data-binary @- -H "X-Folder: $PWD" %s)
      client=$!
      trap 'kill $client 2>/dev/null; pkill -P $client 2>/dev/null; exit 143' TERM INT HUP
      code=70
      while IFS= read -r line <&3; do
        case $line in
          1*) printf '%%s\\n' "${line:1}" ;;
          2*) printf '%%s\\n' "${line:1}" >&2 ;;
          =*) code=${line:1} ;;
        esac
      done
      exit $code
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private CommandServer(HttpServer server) {
    this.server = server;
  }

  static CommandServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CommandServer commands = new CommandServer(server);
    server.setExecutor(commands.threads);
    server.createContext("/", commands::run);
    server.start();
    return commands;
  }

  /** Writes the script {@code bactrian} into a folder. */
  void writeScript(Path folder) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    Path script = Files.writeString(folder.resolve("bactrian"), SCRIPT.formatted(url));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " cannot be made executable");
    }
  }

  private void run(HttpExchange exchange) throws IOException {
    Path folder = Path.of(exchange.getRequestHeaders().getFirst("X-Folder"));
    String[] words = new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("\0");
    String[] arguments = arguments(folder, words);
    exchange.sendResponseHeaders(200, 0);
    try (LineStream stream = new LineStream(exchange.getResponseBody())) {
      PrintWriter out = new PrintWriter(stream.prefixed('1'), true);
      PrintWriter err = new PrintWriter(stream.prefixed('2'), true);
      AtomicInteger code = new AtomicInteger(-1);
      Thread command =
          new Thread(
              () -> code.set(CommandInThisProcess.run(out, err, arguments)), "command " + words[0]);
      command.start();
      boolean ends = false;
      while (command.isAlive()) {
        ends |= !stream.send('.', "");
        if (ends || Thread.currentThread().isInterrupted()) {
          command.interrupt();
        }
        join(command);
      }
      stream.send('=', Integer.toString(code.get()));
    }
  }

  private static void join(Thread command) {
    try {
      command.join(ALIVE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      command.interrupt();
    }
  }

  /** Arguments as they are meant in a folder, which is not the one that this JVM runs in. */
  private static String[] arguments(Path folder, String[] words) {
    List<String> arguments = new ArrayList<>();
    boolean isPath = false;
    boolean hasData = words[0].equals("validate");
    for (String word : words) {
      String[] parts = word.split("=", 2);
      hasData |= parts[0].equals("--data");
      if (parts.length == 2 && PATHS.contains(parts[0])) {
        arguments.add(parts[0] + "=" + folder.resolve(parts[1]));
      } else {
        boolean isFile = !word.startsWith("-") && Files.exists(folder.resolve(word));
        arguments.add(isPath || isFile ? folder.resolve(word).toString() : word);
      }
      isPath = PATHS.contains(word);
    }
    if (!hasData) {
      arguments.add("--data=" + folder.resolve(".bactrian"));
    }
    return arguments.toArray(String[]::new);
  }

  /** Ends all commands that still run. What starts may miss an interrupt, so it gets several. */
  @Override
  public void close() {
    try {
      do {
        threads.shutdownNow();
      } while (!threads.awaitTermination(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
  }

  /** Lines of an answer, each with a character before it that says what it is. */
  private static final class LineStream implements AutoCloseable {

    private final OutputStream out;
    private boolean isOpen = true;

    LineStream(OutputStream out) {
      this.out = out;
    }

    /**
     * Sends a line.
     *
     * @return false when nobody reads any more
     */
    synchronized boolean send(char kind, String line) {
      try {
        if (isOpen) {
          out.write((kind + line + "\n").getBytes(UTF_8));
          out.flush();
        }
      } catch (IOException e) {
        isOpen = false;
      }
      return isOpen;
    }

    Writer prefixed(char kind) {
      return new Writer() {
        private final StringBuilder begun = new StringBuilder();

        @Override
        public void write(char[] text, int offset, int length) {
          for (int at = offset; at < offset + length; at++) {
            if (text[at] == '\n') {
              send(kind, begun.toString());
              begun.setLength(0);
            } else {
              begun.append(text[at]);
            }
          }
        }

        @Override
        public void flush() {
          // Lines are sent when they are whole.
        }

        @Override
        public void close() {
          flush();
        }
      };
    }

    @Override
    public synchronized void close() {
      try {
        out.close();
      } catch (IOException e) {
        isOpen = false;
      }
    }
  }
}
