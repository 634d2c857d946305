package org.bactrian.edge.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.model.file.OwnerOnly;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folder of messages that can never arrive, a JSON file each, and of those that somebody wants to
 * be sent once more. Its size is bounded: the oldest files go first. Thread-safe.
 */
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private static final String SUFFIX = ".json";
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_FILES = 10_000;

  private final Path folder;
  private final long mostBytes;
  private final int mostFiles;

  /** Files that are there, oldest first; null while that is to be looked up. */
  private @Nullable Deque<LetterFile> known;

  private long knownBytes;

  private record LetterFile(Path path, long bytes, FileTime modified) {

    static Optional<LetterFile> of(Path path) {
      try {
        return Optional.of(new LetterFile(path, Files.size(path), Files.getLastModifiedTime(path)));
      } catch (IOException e) {
        return Optional.empty(); // moved meanwhile to be sent again
      }
    }
  }

  /**
   * Content of a file.
   *
   * @param channel name of the outbox in its store
   * @param name name of the outbox in messages to people
   * @param at when it was set aside (ISO 8601)
   * @param reason what its transport said
   * @param number number of the message in its outbox
   * @param values values in the body
   * @param headers headers that describe it to its route
   * @param body the bytes, in Base64
   */
  public record DeadLetter(
      String channel,
      String name,
      String at,
      String reason,
      long number,
      int values,
      Map<String, Object> headers,
      byte[] body) {

    OutboxMessage message() {
      return new OutboxMessage(number, values, headers, body);
    }
  }

  private DeadLetters(Path folder, long mostBytes, int mostFiles) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** Dead letters of a data folder; theirs is made when it is needed. */
  public static DeadLetters in(Path data) {
    return in(data, MOST_BYTES, MOST_FILES);
  }

  /** Dead letters of a data folder that keep less. */
  static DeadLetters in(Path data, long mostBytes, int mostFiles) {
    return new DeadLetters(data.resolve("outbox").resolve("dead-letters"), mostBytes, mostFiles);
  }

  /**
   * Keeps a message.
   *
   * @return where it is, as a sentence for the log
   * @throws IOException when it cannot be kept, such as on a full disk
   */
  synchronized String add(String channel, String name, OutboxMessage message, String reason)
      throws IOException {
    DeadLetter letter =
        new DeadLetter(
            channel,
            name,
            Instant.now().toString(),
            reason,
            message.number(),
            message.values(),
            message.headers(),
            message.body());
    String file =
        "%s-%d-%d%s"
            .formatted(
                channel.replaceAll("[^A-Za-z0-9]", "_"),
                System.currentTimeMillis(),
                message.number(),
                SUFFIX);
    byte[] content = OutboxMessageHeader.JSON.writeValueAsBytes(letter);
    OwnerOnly.folder(folder);
    Deque<LetterFile> files = known();
    makeRoom(files, content.length);
    Path draft = folder.resolve(file + ".draft");
    Files.write(
        draft,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Path kept = folder.resolve(file);
    Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
    files.add(new LetterFile(kept, content.length, FileTime.from(Instant.now())));
    knownBytes += content.length;
    return "It is kept in " + kept + ".";
  }

  /** Returns the files that are there, which are looked up once: each message would wait for it. */
  private Deque<LetterFile> known() throws IOException {
    Deque<LetterFile> files = known;
    if (files == null) {
      files = new ArrayDeque<>(jsonFilesOf(folder));
      known = files;
      knownBytes = files.stream().mapToLong(LetterFile::bytes).sum();
    }
    return files;
  }

  private synchronized void forgetKnown() {
    known = null;
  }

  private void makeRoom(Deque<LetterFile> files, long bytes) throws IOException {
    while (!files.isEmpty() && (knownBytes + bytes > mostBytes || files.size() >= mostFiles)) {
      LetterFile oldest = files.element();
      if (Files.deleteIfExists(oldest.path())) {
        LOG.warn(
            "{} has no room for more; the oldest message, {}, was deleted.", folder, oldest.path());
      }
      files.remove();
      knownBytes -= oldest.bytes();
    }
  }

  /** Returns the files, oldest first. */
  public List<Path> files() {
    return pathsOf(folder);
  }

  /**
   * Wants all that was set aside to be sent once more; a running edge does it within seconds,
   * another one at its start.
   *
   * @param match text in the name of their outboxes, empty for all
   * @return how many
   */
  public int replay(String match) throws IOException {
    OwnerOnly.folder(replayFolder());
    int count = 0;
    for (Path file : files()) {
      if (read(file).name().contains(match)) {
        Files.move(
            file, replayFolder().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        count++;
      }
    }
    forgetKnown();
    return count;
  }

  /** Returns the files that somebody wants to be sent once more, oldest first. */
  List<Path> wanted() {
    List<Path> wanted = pathsOf(replayFolder());
    if (!wanted.isEmpty()) {
      forgetKnown(); // another process has moved them
    }
    return wanted;
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it is none of these files
   */
  public static DeadLetter read(Path file) throws IOException {
    DeadLetter letter = OutboxMessageHeader.JSON.readValue(file.toFile(), DeadLetter.class);
    if (Stream.of(letter.channel(), letter.name(), letter.headers(), letter.body())
        .anyMatch(Objects::isNull)) {
      throw new IOException(file + " holds no message.");
    }
    return letter;
  }

  private Path replayFolder() {
    return folder.resolve("replay");
  }

  private static List<Path> pathsOf(Path folder) {
    try {
      return jsonFilesOf(folder).stream().map(LetterFile::path).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<LetterFile> jsonFilesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .flatMap(file -> LetterFile.of(file).stream())
          .sorted(Comparator.comparing(LetterFile::modified))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
