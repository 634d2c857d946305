package org.bactrian.edge.kamelet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.bactrian.model.telemetry.TelemetryHeaders;

/**
 * Writes telemetry to files, each message whole or not at all: on a full disk a file keeps the
 * length that it had. File names consist of group and day, or group and message. Thread-safe.
 */
public final class TelemetryFiles {

  /** Exchange property with the folder that files go into. */
  public static final String FOLDER = "BactrianTelemetryFolder";

  /** Exchange property that is {@code message} for a file a message, else it is one a day. */
  public static final String PER = "BactrianTelemetryFilePer";

  /** Exchange property with what names end in, without the dot. */
  public static final String EXTENSION = "BactrianTelemetryFileExtension";

  private static final String PER_MESSAGE = "message";
  private static final byte LINE_END = '\n';

  /** Groups whose names read alike write to one file. */
  private static final Object[] LOCKS =
      IntStream.range(0, 64).mapToObj(number -> new Object()).toArray();

  private TelemetryFiles() {}

  /**
   * Writes the body of an exchange, as the last step of a sink.
   *
   * @throws IOException when it could not be written; nothing of it is there then
   */
  public static void write(Exchange exchange) throws IOException, InvalidPayloadException {
    boolean perMessage = PER_MESSAGE.equals(exchange.getProperty(PER, String.class));
    Path folder = folder(exchange);
    Path file = folder.resolve(name(exchange, perMessage));
    byte[] body = exchange.getMessage().getMandatoryBody(byte[].class);
    Files.createDirectories(folder);
    synchronized (LOCKS[Math.floorMod(file.hashCode(), LOCKS.length)]) {
      if (perMessage) {
        replace(file, body);
      } else {
        append(file, body);
      }
    }
  }

  /** The folder of the sink, or that below it which the message names. */
  private static Path folder(Exchange exchange) {
    Path whole = Path.of(exchange.getProperty(FOLDER, ".", String.class)).toAbsolutePath();
    String below = exchange.getMessage().getHeader(TelemetryHeaders.FOLDER, "", String.class);
    Path folder = whole.resolve(below).normalize();
    if (!folder.startsWith(whole.normalize())) {
      throw new IllegalArgumentException(
          "The folder \"%s\" is outside of %s.".formatted(below, whole.normalize()));
    }
    return folder;
  }

  /** In UTC and without characters that mean something to a file system. */
  private static String name(Exchange exchange, boolean perMessage) {
    Message message = exchange.getMessage();
    String group = message.getHeader(TelemetryHeaders.WRITER_GROUP, "telemetry", String.class);
    String part =
        perMessage
            ? message.getHeader(TelemetryHeaders.MESSAGE_ID, exchange.getExchangeId(), String.class)
            : LocalDate.now(Clock.system(ZoneOffset.UTC)).toString();
    return "%s-%s.%s"
        .formatted(
            plain(group), plain(part), exchange.getProperty(EXTENSION, "jsonl", String.class));
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.startsWith(".") ? "_" + plain : plain;
  }

  private static void append(Path file, byte[] body) throws IOException {
    long before = Files.exists(file) ? Files.size(file) : 0;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      boolean glued = before > 0 && !endsALine(channel, before);
      ByteBuffer line = ByteBuffer.allocate(body.length + (glued ? 2 : 1));
      if (glued) {
        line.put(LINE_END); // a process that was killed left half a line
      }
      line.put(body).put(LINE_END).flip();
      channel.position(before);
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      cutBack(file, before, e); // also when closing failed, which some file systems report last
      throw e;
    }
  }

  private static boolean endsALine(FileChannel channel, long size) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, size - 1);
    return last.get(0) == LINE_END;
  }

  private static void cutBack(Path file, long size, IOException fault) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      fault.addSuppressed(e);
    }
  }

  private static void replace(Path file, byte[] body) throws IOException {
    Path temporary = file.resolveSibling(".writing-" + file.getFileName());
    try {
      Files.write(temporary, body);
      move(temporary, file);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
