package org.bactrian.launcher.command;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Pattern of the paths of variables: a glob, or after {@code regex:} a regular expression, of the
 * whole path. A glob without a slash is one of the last name.
 *
 * @param path regular expression of the path, or of the name
 * @param onlyName whether it is one of the name
 */
record VariablePattern(Pattern path, boolean onlyName) {

  private static final String REGEX = "regex:";
  private static final String GLOB = "glob:";
  private static final String SEPARATOR = "/";

  /**
   * Reads a pattern.
   *
   * @throws PatternSyntaxException when it is none
   */
  static VariablePattern parse(String text) {
    if (text.startsWith(REGEX)) {
      return new VariablePattern(Pattern.compile(text.substring(REGEX.length())), false);
    }
    String glob = text.startsWith(GLOB) ? text.substring(GLOB.length()) : text;
    return new VariablePattern(
        Pattern.compile(regexOf(glob), Pattern.DOTALL), !glob.contains(SEPARATOR));
  }

  /** Returns whether it fits a variable with these names from where browsing began. */
  boolean matches(List<String> names) {
    String last = names.isEmpty() ? "" : names.get(names.size() - 1);
    return path.matcher(onlyName ? last : String.join(SEPARATOR, names)).matches();
  }

  private static String regexOf(String glob) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < glob.length()) {
      if (glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char one = glob.charAt(at);
        regex.append(
            switch (one) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              default -> Pattern.quote(String.valueOf(one));
            });
        at++;
      }
    }
    return regex.toString();
  }
}
