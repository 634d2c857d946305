package org.bactrian.cloud.publisher;

/** Text of a caller or a publisher: what messages show of it, and what may be an id. */
final class ShownText {

  private static final int LONGEST = 128;
  private static final int LONGEST_ID = 300;
  private static final int LONGEST_REASON = 1_000;

  private ShownText() {}

  /** The text, cut where it is longer than a line. */
  static String of(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  /** The reason for a state, as a database takes it. */
  static String reason(String text) {
    String shown = text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "…" : text;
    return shown.replace('\0', ' ');
  }

  /** Returns whether something stored may have this id; databases refuse questions for others. */
  static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars().noneMatch(Character::isISOControl);
  }
}
