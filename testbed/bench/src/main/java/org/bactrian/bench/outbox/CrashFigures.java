package org.bactrian.bench.outbox;

/**
 * Comparison of the content of a store after a crash with what it had made durable.
 *
 * @param lost messages that were durable and not removed, and are missing
 * @param wrong messages with other bytes than were appended, handed out as if they were right
 */
record CrashFigures(long lost, long wrong) {

  /**
   * Compares.
   *
   * @param committed number of the last message that was durable
   * @param found what the next process has found
   */
  static CrashFigures of(long committed, StoreFigures found) {
    long highest = found.number("highest");
    long intact = found.number("intact");
    long lowest = Math.min(found.number("lowest"), highest + 1);
    long behind = Math.max(0, committed - highest);
    // Removals of the last group may be missing, so that more than the live ones may be there.
    long between = Math.max(0, highest - lowest + 1 - intact);
    long wrong = found.number("wrong");
    return new CrashFigures(behind + between - Math.min(between, wrong), wrong);
  }

  CrashFigures plus(CrashFigures other) {
    return new CrashFigures(lost + other.lost, wrong + other.wrong);
  }

  @Override
  public String toString() {
    return lost + " / " + wrong;
  }
}
