package org.bactrian.edge.init;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bactrian.edge.init.InitRequest.Directives;
import org.bactrian.model.time.TimeSpanText;
import org.jspecify.annotations.Nullable;

/**
 * Parser of init files: blocks between lines of {@code ###}, each with the name of a method,
 * headers without effect, and a payload after an empty line. Comments begin with {@code #} or
 * {@code //}, and those whose text begins with {@code @} are directives, wherever they stand in the
 * block.
 */
final class InitFileParser {

  /** Most requests of a file. */
  static final int MOST_REQUESTS = 10_000;

  private static final String SEPARATOR = "###";
  private static final Set<String> VERBS =
      Set.of("GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT");
  private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_RETRIES = 1_000_000;

  private final List<InitRequest> requests = new ArrayList<>();
  private Block block = new Block();

  /** Text that is no init file; the message begins with the line. */
  static final class SyntaxException extends Exception {
    SyntaxException(int line, String message) {
      super("line " + line + ": " + message);
    }
  }

  /** Block that is being read. */
  private static final class Block {
    private int line;
    private @Nullable String method;
    private boolean inBody;
    private final StringBuilder body = new StringBuilder();
    private boolean noLog;
    private Duration timeout = USUAL_TIMEOUT;
    private int retries;
    private Duration delay = Duration.ZERO;
    private boolean onError;
    private boolean continueOnError;
  }

  /**
   * Parses a text.
   *
   * @throws SyntaxException with the line and the remedy
   */
  static List<InitRequest> parse(String text) throws SyntaxException {
    InitFileParser parser = new InitFileParser();
    int number = 0;
    for (String line : text.split("\\R", -1)) {
      number++;
      parser.line(number, line.strip());
    }
    parser.end();
    return parser.requests;
  }

  private void line(int number, String line) throws SyntaxException {
    if (line.startsWith(SEPARATOR)) {
      end();
    } else if (line.startsWith("#") || line.startsWith("//")) {
      comment(number, line.replaceFirst("^(#+|//+)", "").strip());
    } else if (block.method == null) {
      if (!line.isEmpty()) {
        method(number, line);
      }
    } else if (block.inBody) {
      block.body.append(line).append('\n');
    } else if (line.isEmpty()) {
      block.inBody = true;
    } else if (!line.matches("[A-Za-z0-9-]+\\s*:.*")) {
      throw new SyntaxException(
          number, "\"" + shown(line) + "\" is no header. Put an empty line before the payload.");
    }
  }

  private void method(int number, String line) throws SyntaxException {
    List<String> words = new ArrayList<>(List.of(line.split("\\s+")));
    if (words.size() > 1 && VERBS.contains(words.get(0).toUpperCase(Locale.ROOT))) {
      words.remove(0);
    }
    if (words.size() > 1
        && words.get(words.size() - 1).toUpperCase(Locale.ROOT).startsWith("HTTP/")) {
      words.remove(words.size() - 1);
    }
    if (words.size() != 1 || !words.get(0).matches("[A-Za-z0-9_$]{1,100}")) {
      throw new SyntaxException(
          number, "\"" + shown(line) + "\" is no method. Write its name, such as PublishNodes_V1.");
    }
    block.method = words.get(0);
    block.line = number;
  }

  private void comment(int number, String text) throws SyntaxException {
    if (!text.startsWith("@")) {
      return;
    }
    String[] parts = text.substring(1).split("\\s+", 2);
    String value = parts.length > 1 ? parts[1].strip() : "";
    switch (parts[0].toLowerCase(Locale.ROOT)) {
      case "no-log" -> block.noLog = true;
      case "on-error" -> block.onError = true;
      case "continue-on-error" -> block.continueOnError = true;
      case "timeout" -> block.timeout = duration(number, parts[0], value);
      case "delay" -> block.delay = duration(number, parts[0], value);
      case "retries" -> block.retries = (int) number(number, parts[0], value, MOST_RETRIES);
      default -> {
        // A name for other tools that read such files.
      }
    }
  }

  private static Duration duration(int line, String name, String value) throws SyntaxException {
    Duration duration =
        value.contains(":")
            ? TimeSpanText.parse(value).orElse(Duration.ofSeconds(-1))
            : Duration.ofSeconds(number(line, name, value, LONGEST.toSeconds()));
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new SyntaxException(
          line, "@%s %s is no time. Write seconds, or 00:00:05.".formatted(name, shown(value)));
    }
    return duration;
  }

  private static long number(int line, String name, String value, long most)
      throws SyntaxException {
    if (value.matches("\\d{1,9}") && Long.parseLong(value) <= most) {
      return Long.parseLong(value);
    }
    throw new SyntaxException(
        line, "@%s %s is no number from 0 to %d.".formatted(name, shown(value), most));
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  private void end() throws SyntaxException {
    if (block.method != null) {
      if (requests.size() == MOST_REQUESTS) {
        throw new SyntaxException(block.line, "there are more than " + MOST_REQUESTS + " requests");
      }
      requests.add(
          new InitRequest(
              block.line,
              block.method,
              block.body.toString().strip(),
              new Directives(
                  block.noLog,
                  block.timeout,
                  block.retries,
                  block.delay,
                  block.onError,
                  block.continueOnError)));
    }
    block = new Block();
  }
}
