package org.bactrian.edge.publisher.nodes;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggestion of the name that a misspelled one was meant to be. */
final class NameSuggestion {

  private NameSuggestion() {}

  /**
   * The name nearest to {@code text}, whatever its case, when not much more than a third of it
   * differs.
   */
  static Optional<String> nearest(String text, Collection<String> names) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return names.stream()
        .filter(name -> distance(wanted, name) <= Math.max(2, name.length() / 3))
        .min(Comparator.comparingInt(name -> distance(wanted, name)));
  }

  /** Edits that make one text of the other (Levenshtein). */
  private static int distance(String wanted, String name) {
    String other = name.toLowerCase(Locale.ROOT);
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= wanted.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replace = diagonal + (wanted.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
