package org.bactrian.edge.publisher.nodes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that is not a list of entries. The message says what and the remedy, and quotes no value.
 */
final class PublishedNodesSyntaxException extends Exception {

  private static final Pattern CHARACTER =
      Pattern.compile("Unexpected character \\('(.{1,2})' \\(code (\\d+).*", Pattern.DOTALL);

  private final transient FileLocation at;

  PublishedNodesSyntaxException(FileLocation at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  /** Says in words of ours what the parser found; its own quote values, which may be secrets. */
  static PublishedNodesSyntaxException of(JsonProcessingException e) {
    return new PublishedNodesSyntaxException(
        FileLocation.of(e.getLocation()), "The file is not JSON: " + cause(e));
  }

  private static String cause(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    Matcher character = CHARACTER.matcher(message);
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deeply, or has a name, text or number that is too long."
          + " Look for a bracket or a quotation mark that is not closed.";
    }
    if (message.startsWith("Unexpected end-of-input")) {
      return "it ends before all is closed. Add the missing \", } or ].";
    }
    if (message.startsWith("Unrecognized token")) {
      return "a value is neither in quotation marks nor a number, true, false or null."
          + " Put it in quotation marks.";
    }
    if (message.startsWith("Unexpected close marker")) {
      return "} and ] do not match. Close what was opened last first.";
    }
    if (message.startsWith("Illegal unquoted character")) {
      return "a line break or another control character is in a text. Close the text before it,"
          + " or write \\n for it.";
    }
    if (message.startsWith("Unrecognized character escape")) {
      return "a backslash in a text does not belong there. Write \\\\ for it.";
    }
    if (character.matches()) {
      return "\"" + character.group(1) + "\" does not belong here" + expected(message) + ".";
    }
    return "it can not be read on from here.";
  }

  private static String expected(String message) {
    if (message.contains("was expecting comma")) {
      return "; there may be a comma or a closing bracket missing before it";
    }
    if (message.contains("was expecting a colon")) {
      return "; a colon is missing before it";
    }
    return "";
  }

  FileLocation at() {
    return at;
  }
}
