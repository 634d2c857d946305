package org.bactrian.launcher.routes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes a faulty line from a YAML file of routes, so that the faults behind it can be found.
 * Every line keeps its number.
 */
final class FaultyLineMask {

  /** Address of a component that takes whatever parameters it is given. */
  static final String COMPONENT = "bactrian-masked";

  private static final Pattern ADDRESS =
      Pattern.compile("( *(?:- )?(?:uri|to|toD|wireTap|enrich|pollEnrich|from): +).*");
  private static final Pattern EXPRESSION =
      Pattern.compile("( *(?:- )?(?:simple|expression|message|constant): +).*");
  private static final Pattern STEP = Pattern.compile("( *)- [\\w-]+:.*");

  private FaultyLineMask() {}

  /**
   * The file without what is in the line of the fault.
   *
   * @return nothing when the line cannot be left out, or is not known
   */
  static Optional<RouteFile> without(RouteFile file, RouteFault fault) {
    List<String> lines = Arrays.asList(file.text().split("\n", -1));
    if (!file.name().endsWith(".yaml") || fault.line() < 1 || fault.line() > lines.size()) {
      return Optional.empty();
    }
    int at = fault.line() - 1;
    String before = lines.get(at);
    Matcher address = ADDRESS.matcher(before);
    Matcher expression = EXPRESSION.matcher(before);
    Matcher step = STEP.matcher(before);
    if (address.matches()) {
      lines.set(at, address.group(1) + COMPONENT + ":line" + fault.line());
    } else if (expression.matches()) {
      lines.set(at, expression.group(1) + "\"${body}\"");
      blankBelow(lines, at, indent(before));
    } else if (step.matches() && !step.group(1).isEmpty()) {
      lines.set(at, step.group(1) + "- log: masked");
      blankBelow(lines, at, step.group(1).length());
    }
    return lines.get(at).equals(before)
        ? Optional.empty()
        : Optional.of(file.withText(String.join("\n", lines)));
  }

  /** Blanks the deeper indented lines, which belong to the removed line. */
  private static void blankBelow(List<String> lines, int at, int indent) {
    for (int i = at + 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank() && indent(lines.get(i)) <= indent) {
        return;
      }
      lines.set(i, "");
    }
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
