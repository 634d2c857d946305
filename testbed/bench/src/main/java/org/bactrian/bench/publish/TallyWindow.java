package org.bactrian.bench.publish;

import java.util.HashMap;
import java.util.Map;

/**
 * Values that a client received in a time.
 *
 * @param values how many
 * @param lost numbers that were left out between two values of one item
 * @param repeated values that came again or late
 * @param items items that have ever brought a value
 * @param silent of those, items that brought none in this time
 * @param p50 milliseconds from source timestamp to receipt that half of the values did not exceed
 * @param p99 milliseconds that 99 of 100 values did not exceed
 */
record TallyWindow(
    long values, long lost, long repeated, int items, int silent, long p50, long p99) {

  static final TallyWindow EMPTY = new TallyWindow(0, 0, 0, 0, 0, 0, 0);

  /**
   * Reads the form that {@link #toString} writes, whose order does not matter.
   *
   * @throws IllegalArgumentException when a number is missing
   */
  static TallyWindow parse(String text) {
    Map<String, Long> numbers = new HashMap<>();
    for (String word : text.strip().split("\\s+")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        numbers.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
      }
    }
    return new TallyWindow(
        number(numbers, "values", text),
        number(numbers, "lost", text),
        number(numbers, "repeated", text),
        (int) number(numbers, "items", text),
        (int) number(numbers, "silent", text),
        number(numbers, "p50", text),
        number(numbers, "p99", text));
  }

  private static long number(Map<String, Long> numbers, String name, String text) {
    Long number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("There is no " + name + " in: " + text);
    }
    return number;
  }

  /** This and a later time; of the latencies the worse. */
  TallyWindow and(TallyWindow later) {
    return new TallyWindow(
        values + later.values,
        lost + later.lost,
        repeated + later.repeated,
        later.items,
        later.silent,
        Math.max(p50, later.p50),
        Math.max(p99, later.p99));
  }

  /**
   * Values lost, those of items that fell silent or never spoke included.
   *
   * @param expectedItems items that were subscribed to
   * @param perItem values that an item brings in this time
   */
  long lostOf(int expectedItems, long perItem) {
    return lost + (expectedItems - items + silent) * perItem;
  }

  @Override
  public String toString() {
    return "values=%d lost=%d repeated=%d items=%d silent=%d p50=%d p99=%d"
        .formatted(values, lost, repeated, items, silent, p50, p99);
  }
}
