package org.bactrian.launcher.routes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.file.FileContentReader;

/**
 * File of routes or one kamelet, as it was when it was read.
 *
 * @param kind what it holds
 * @param name file name
 * @param key what tells it from others: the name of the packed file that it replaces, else its own
 * @param location where it was read, such as {@code file:/home/ann/routes/press.camel.yaml}
 * @param text its content
 * @param unreadable why it has no content that can be read, empty where it has
 */
public record RouteFile(
    Kind kind, String name, String key, String location, String text, String unreadable) {

  /** Largest file that is read, in bytes. */
  static final int MAX_BYTES = 1 << 20;

  /** Kind of content. */
  public enum Kind {
    KAMELET,
    ROUTES
  }

  private static final String KAMELET_SUFFIX = ".kamelet.yaml";
  private static final String JAVA_SUFFIX = ".java";
  private static final String FILE = "file:";

  /** A kamelet that a route chooses by message, such as {@code kamelet:${header.x}-sink}. */
  private static final Pattern CHOSEN_KAMELET = Pattern.compile("kamelet:[^\\s\"']*\\$\\{");

  /** A file that replaces none of another name. */
  public RouteFile(Kind kind, String name, String location, String text) {
    this(kind, name, name, location, text, "");
  }

  /** Reads a file. */
  static RouteFile read(Path path) {
    return of(path, FileContentReader.of(path, MAX_BYTES).read().orElseThrow());
  }

  /** File of the user with that content. */
  static RouteFile of(Path path, FileContent content) {
    String name = path.getFileName().toString();
    String text = content instanceof FileContent.Text read ? read.text() : "";
    String unreadable = content instanceof FileContent.Unreadable no ? no.reason() : "";
    return new RouteFile(kind(name), name, name, FILE + path.toAbsolutePath(), text, unreadable);
  }

  /** Returns the kind of a file of that name. */
  static Kind kind(String name) {
    return name.endsWith(KAMELET_SUFFIX) ? Kind.KAMELET : Kind.ROUTES;
  }

  /**
   * Returns the key by which one file replaces another: {@code Publisher.java} and {@code
   * publisher.yaml} have that of {@code publisher.camel.yaml}.
   */
  static String capability(String name) {
    return name.replaceFirst("(\\.camel)?\\.(yaml|java)$", "")
        .replaceAll("[-_]", "")
        .toLowerCase(Locale.ROOT);
  }

  /** Returns the file in the place of a packed one. */
  RouteFile inPlaceOf(RouteFile packed) {
    return new RouteFile(kind, name, packed.key, location, text, unreadable);
  }

  /** True when it comes with the role, rather than from a folder of the user. */
  boolean isPacked() {
    return !location.startsWith(FILE);
  }

  /** The name that a file like this one has to have to replace {@code packed}. */
  String nameToReplace(RouteFile packed) {
    if (!name.endsWith(JAVA_SUFFIX)) {
      return packed.name();
    }
    StringBuilder className = new StringBuilder();
    for (String word : packed.name().split("\\.")[0].split("-")) {
      className.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return className + JAVA_SUFFIX + ", its class likewise,";
  }

  /** The name that routes use for the kamelet in this file. */
  String kameletName() {
    return name.substring(0, name.length() - KAMELET_SUFFIX.length());
  }

  /** Returns whether {@code name} is in its text, not as a part of another name. */
  boolean names(String name) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])").matcher(text).find();
  }

  /** Returns whether a route chooses kamelets by message. */
  boolean choosesKamelets() {
    return CHOSEN_KAMELET.matcher(text).find();
  }

  /** A fault of the file as a whole. */
  RouteFault fault(String message) {
    return new RouteFault(shownLocation(), 0, message);
  }

  /** Returns the resource for Camel's loaders. */
  Resource resource() {
    return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The path or class path location to show a user. */
  String shownLocation() {
    return isPacked() ? location : location.substring(FILE.length());
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
