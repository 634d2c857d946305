package org.bactrian.edge.init;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.bactrian.edge.file.FileChangeWatcher;
import org.bactrian.edge.file.FileChangeWatcher.WatchedFiles;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;
import org.bactrian.edge.file.FileWatchSettings;
import org.bactrian.model.file.FileStamp;
import org.bactrian.model.method.MethodResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Init file: its calls are carried out one after the other at the start and whenever its content
 * has changed, but not when the log says that they were carried out already. Results go to the log.
 */
public final class InitFile implements WatchedFiles, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(InitFile.class);
  private static final int LARGEST = 16 * 1024 * 1024;
  private static final long LARGEST_LOG = 16L * 1024 * 1024;
  private static final long LOOK_MILLIS = 100;
  private static final int FIRST_FAULT = 400;
  private static final String DONE = "### done ";

  private final Path file;
  private final Path log;
  private final Methods methods;
  private final BooleanSupplier ready;
  private final FileContentReader reader;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<FileChangeWatcher> watcher = Optional.empty();

  /** Methods of the edge. */
  @FunctionalInterface
  public interface Methods {
    CompletableFuture<MethodResult> call(String method, byte[] payload);
  }

  /**
   * @param file the file, which need not exist yet
   * @param log file of the results
   * @param methods what its calls call
   * @param ready tells whether methods can be called yet
   */
  public InitFile(Path file, Path log, Methods methods, BooleanSupplier ready) {
    this.file = file;
    this.log = log;
    this.methods = methods;
    this.ready = ready;
    this.reader = FileContentReader.of(file, LARGEST);
  }

  /** Begins to watch the file, in a thread of its own, which also carries the calls out. */
  public synchronized InitFile start() {
    watcher =
        Optional.of(
            FileChangeWatcher.start(
                "init-file",
                List.of(file.toAbsolutePath().normalize().getParent()),
                FileWatchSettings.DEFAULT,
                this));
    return this;
  }

  @Override
  public boolean mayDiffer() {
    return reader.mayDiffer();
  }

  @Override
  public Object stamp() {
    return FileStamp.of(file);
  }

  @Override
  public void read() {
    try {
      while (!ready.getAsBoolean()) {
        if (closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      Optional<FileContent> content = reader.read();
      if (content.orElse(null) instanceof FileContent.Text text) {
        run(text.text());
      } else if (content.orElse(null) instanceof FileContent.Unreadable unreadable) {
        LOG.warn("The init file {} {}. {}", file, unreadable.reason(), unreadable.remedy());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String text) throws InterruptedException {
    String mark = DONE + sha256(text);
    if (wasDone(mark)) {
      LOG.info("The calls of {} were carried out already, as {} tells", file, log);
      return;
    }
    List<InitRequest> requests;
    try {
      requests = InitFileParser.parse(text);
    } catch (InitFileParser.SyntaxException e) {
      LOG.error("{}: {} None of its calls was carried out.", file, e.getMessage());
      return;
    }
    boolean failed = false;
    for (InitRequest request : requests) {
      if (request.directives().onError() == failed) {
        boolean done = carryOut(request);
        if (done && request.endsProcessAfterFault()) {
          LOG.error(
              "{}: a call failed and the edge ends; its calls are made at the next start", file);
          return;
        }
        failed = !done && !request.directives().continueOnError();
      }
      if (closed.getCount() == 0) {
        return;
      }
    }
    if (failed) {
      LOG.error(
          "{}: a call failed, and those after it were not made; {} has its answer", file, log);
    } else {
      append(mark + " " + Instant.now() + "\n");
      LOG.info("{}: {} calls were carried out", file, requests.size());
    }
  }

  private boolean carryOut(InitRequest request) throws InterruptedException {
    InitRequest.Directives directives = request.directives();
    for (int attempt = 0; attempt <= directives.retries(); attempt++) {
      if (closed.await(directives.delay().toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      MethodResult result;
      try {
        result =
            methods
                .call(request.method(), request.body().getBytes(StandardCharsets.UTF_8))
                .get(directives.timeout().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        note(request, 408, "no answer within " + directives.timeout().toSeconds() + " s");
        return false;
      } catch (ExecutionException e) {
        note(request, 500, String.valueOf(e.getCause()));
        continue;
      }
      note(request, result.status(), new String(result.body(), StandardCharsets.UTF_8));
      if (result.status() < FIRST_FAULT) {
        return true;
      }
    }
    return false;
  }

  private void note(InitRequest request, int status, String answer) {
    if (status >= FIRST_FAULT) {
      LOG.warn("{}:{}: {} was answered with {}", file, request.line(), request.method(), status);
    }
    if (!request.directives().noLog()) {
      append(
          "### %s %s line %d\n%d\n\n%s\n\n"
              .formatted(Instant.now(), request.method(), request.line(), status, answer));
    }
  }

  private void append(String text) {
    try {
      if (Files.exists(log) && Files.size(log) > LARGEST_LOG) {
        Files.delete(log);
      }
      Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be written ({}), so that the calls of {} are carried out at each start",
          log,
          e.getMessage(),
          file);
    }
  }

  /** The last run is the one that counts. */
  private boolean wasDone(String mark) {
    try {
      if (!Files.exists(log) || Files.size(log) > 2 * LARGEST_LOG) {
        return false;
      }
      String before = "";
      for (String line : Files.readString(log).split("\n")) {
        before = line.startsWith(DONE) ? line : before;
      }
      return before.startsWith(mark);
    } catch (IOException e) {
      LOG.warn("{} cannot be read: {}", log, e.getMessage());
      return false;
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (watcher.isPresent()) {
        watcher.get().close();
      }
    } catch (IOException e) {
      LOG.debug("Watching {} ended with a fault", file, e);
    }
  }
}
