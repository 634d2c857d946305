package org.bactrian.launcher.log;

import java.io.PrintWriter;
import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writer whose lines become log entries, for output that a command would print beside the log. Not
 * safe for use by several threads without a {@link PrintWriter} around it.
 */
public final class LogLineWriter extends Writer {

  /** Beginning of the line that tells why a command ends. */
  public static final String FAILURE = "bactrian: ";

  private static final Logger LOG = LoggerFactory.getLogger("org.bactrian.launcher");

  private final StringBuilder line = new StringBuilder();

  private LogLineWriter() {}

  /** Returns a writer of such lines. */
  public static PrintWriter writer() {
    return new PrintWriter(new LogLineWriter(), true);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (text[i] == '\n') {
        log();
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  private void log() {
    String text = line.toString();
    line.setLength(0);
    if (text.startsWith(FAILURE)) {
      LOG.error("{}", text.substring(FAILURE.length()));
    } else if (!text.isBlank()) {
      LOG.info("{}", text.strip());
    }
  }

  /** Nothing to do: a line is logged when it ends. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    if (!line.isEmpty()) {
      log();
    }
  }
}
