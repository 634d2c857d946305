package org.bactrian.edge.twin.path;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses the text of a path (Part 4, A.2). Flags may stand before and behind what they belong to,
 * as OPC Publisher takes them: {@code !/Name}, {@code /!Name}, {@code <!HasChild>Name}.
 */
final class BrowsePathStepParser {

  private static final String REMEDY =
      "Write /2:Name, .2:Name, <HasComponent>2:Name or <!HasChild>2:Name.";

  /** Namespaces are not split at the slashes and dots that they have. */
  private static final Pattern NAMESPACE =
      Pattern.compile("nsu=[^;]*;|[a-zA-Z][a-zA-Z0-9+.-]*://[^#<>&]*#|urn:[^#<>/&]*#");

  private final String text;
  private int next;

  private BrowsePathStepParser(String text) {
    this.text = text;
  }

  /** Parses one step, whose target is all that follows. */
  static BrowsePathStepText step(String text) {
    return new BrowsePathStepParser(text).step(true);
  }

  /** Parses all the steps of a path. */
  static List<BrowsePathStepText> steps(String text) {
    BrowsePathStepParser parser = new BrowsePathStepParser(text);
    List<BrowsePathStepText> steps = new ArrayList<>();
    do {
      steps.add(parser.step(false));
    } while (parser.next < text.length());
    return steps;
  }

  private BrowsePathStepText step(boolean toTheEnd) {
    Optional<String> reference = Optional.empty();
    boolean inverse = false;
    boolean subtypes = true;
    boolean inReference = false;
    for (; next < text.length(); next++) {
      char c = text.charAt(next);
      if (c == '!') {
        inverse = true;
      } else if (c == '#') {
        subtypes = false;
      } else if (c == '<' || c == '/' || c == '.') {
        if (reference.isPresent()) {
          throw fault("has two references in a row at \"" + text.substring(next) + "\"");
        }
        reference = Optional.of(String.valueOf(c));
        if (c == '<') {
          inReference = true;
          next++;
          break;
        }
      } else {
        break;
      }
    }
    if (inReference) {
      for (; next < text.length() && "!#".indexOf(text.charAt(next)) >= 0; next++) {
        inverse |= text.charAt(next) == '!';
        subtypes &= text.charAt(next) != '#';
      }
      reference = Optional.of(referenceType());
    }
    String target = toTheEnd ? text.substring(next) : name();
    if (target.isEmpty()) {
      throw fault("has a step without the name of its target");
    }
    return new BrowsePathStepText(
        reference, inverse, subtypes, BrowsePathEscapes.unescaped(target));
  }

  private String referenceType() {
    int end = next;
    while (end < text.length() && text.charAt(end) != '>') {
      end += BrowsePathEscapes.isEscape(text, end) ? 2 : 1;
    }
    if (end >= text.length()) {
      throw fault("has < without >");
    }
    String reference = text.substring(next, end);
    if (reference.isEmpty()) {
      throw fault("has no reference type between < and >");
    }
    next = end + 1;
    return BrowsePathEscapes.unescaped(reference);
  }

  /** The target's name up to the next step, in which what is in brackets is no step. */
  private String name() {
    int start = next;
    if (next < text.length() && text.charAt(next) == '[') {
      int end = text.indexOf(']', next);
      if (end < 0) {
        throw fault("has [ without ]");
      }
      next = end + 1;
      return text.substring(start + 1, end);
    }
    Matcher namespace = NAMESPACE.matcher(text).region(next, text.length());
    if (namespace.lookingAt()) {
      next = namespace.end();
    }
    while (next < text.length() && "/.<".indexOf(text.charAt(next)) < 0) {
      next += BrowsePathEscapes.isEscape(text, next) ? 2 : 1;
    }
    return text.substring(start, Math.min(next, text.length()));
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("Browse path \"" + text + "\" " + what + ". " + REMEDY);
  }
}
