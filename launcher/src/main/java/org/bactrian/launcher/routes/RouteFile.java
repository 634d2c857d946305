package org.bactrian.launcher.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * A file of routes or one kamelet, as it was when it was read.
 *
 * @param kind what it holds
 * @param name file name, which tells it from others of its kind
 * @param location where it was read, such as {@code file:/home/ann/routes/press.camel.yaml}
 * @param text its content
 */
public record RouteFile(Kind kind, String name, String location, String text) {

  /** What a file holds. */
  public enum Kind {
    KAMELET,
    ROUTES
  }

  private static final String KAMELET_SUFFIX = ".kamelet.yaml";

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  static RouteFile read(Path path) {
    try {
      String name = path.getFileName().toString();
      return new RouteFile(
          kind(name), name, "file:" + path.toAbsolutePath(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file of that name holds. */
  static Kind kind(String name) {
    return name.endsWith(KAMELET_SUFFIX) ? Kind.KAMELET : Kind.ROUTES;
  }

  /** The name that routes use for the kamelet in this file. */
  String kameletName() {
    return name.substring(0, name.length() - KAMELET_SUFFIX.length());
  }

  /** What Camel's loaders read. */
  Resource resource() {
    return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The path or class path location to show a user. */
  String shownLocation() {
    return location.startsWith("file:") ? location.substring("file:".length()) : location;
  }

  /** Number of the first line with {@code part}, from 1; 0 when no line has it. */
  int lineOf(String part) {
    int at = part.isEmpty() ? -1 : text.indexOf(part);
    return at < 0 ? 0 : (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  /** Name and location; the text may be long and may hold secrets. */
  @Override
  public String toString() {
    return shownLocation();
  }
}
