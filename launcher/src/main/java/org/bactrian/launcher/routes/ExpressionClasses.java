package org.bactrian.launcher.routes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ClassResolver;

/**
 * Finds names of missing classes in the expressions of a file. Camel looks for such a class when
 * the first message comes, so nothing else would tell of one that is not there before messages
 * fail.
 */
final class ExpressionClasses {

  private static final String NAME = "([\\w.$]+)(?:\\[])?";

  /** A value as a type, such as {@code ${headerAs(x, org.example.Batch)}}. */
  private static final Pattern AS =
      Pattern.compile("\\$\\{\\w+As\\((?:[^,(){}]*,)?\\s*" + NAME + "\\s*\\)");

  /** A constant, such as {@code ${type:org.example.Limits.HIGH}}. */
  private static final Pattern CONSTANT = Pattern.compile("\\$\\{type:" + NAME + "}");

  /** A comparison, such as {@code ${body} is 'org.example.Batch'}. */
  private static final Pattern IS =
      Pattern.compile("\\$\\{[^}]*}\\s+!?is\\s+['\"]" + NAME + "['\"]");

  private ExpressionClasses() {}

  /** The first class that is not there. */
  static Optional<RouteFault> missing(RouteFile file, CamelContext context) {
    ClassResolver classes = context.getClassResolver();
    String[] lines = file.text().split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i];
      if (line.matches("\\s*(#|//|\\*).*")) {
        continue;
      }
      Optional<String> missing =
          missing(AS, line, classes)
              .or(() -> missing(IS, line, classes))
              .or(
                  () ->
                      missing(CONSTANT, line, classes)
                          .filter(name -> classes.resolveClass(owner(name)) == null));
      if (missing.isPresent()) {
        return Optional.of(
            new RouteFault(file.shownLocation(), i + 1, "there is no class " + missing.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> missing(Pattern use, String line, ClassResolver classes) {
    Matcher matcher = use.matcher(line);
    while (matcher.find()) {
      if (classes.resolveClass(matcher.group(1)) == null) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static String owner(String constant) {
    return constant.substring(0, Math.max(0, constant.lastIndexOf('.')));
  }
}
