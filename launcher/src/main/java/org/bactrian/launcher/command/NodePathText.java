package org.bactrian.launcher.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text of a path of browse names: each after a slash, with an ampersand before a slash or an
 * ampersand that belongs to a name.
 */
final class NodePathText {

  private static final char SEPARATOR = '/';
  private static final char ESCAPE = '&';

  private NodePathText() {}

  /** Reads the names of a path. */
  static List<String> parse(String path) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int at = 0; at < path.length(); at++) {
      char one = path.charAt(at);
      if (one == ESCAPE && at + 1 < path.length()) {
        at++;
        name.append(path.charAt(at));
      } else if (one == SEPARATOR) {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(one);
      }
    }
    names.add(name.toString());
    return names.stream().filter(text -> !text.isEmpty()).toList();
  }

  /** Writes names as a path, without a slash before the first one. */
  static String format(List<String> names) {
    return names.stream()
        .map(name -> name.replaceAll("[&/]", "&$0"))
        .collect(Collectors.joining(String.valueOf(SEPARATOR)));
  }
}
