package org.bactrian.bench.publish;

import java.util.Arrays;

/**
 * Tally of counters that rise by a known step at each change, so that each value that is missing
 * shows. Thread-safe.
 */
public final class ValueTally {

  private static final long UNSEEN = -1;

  private final int step;
  private final long[] last;
  private final boolean[] spoke;
  private final LatencyHistogram latencies = new LatencyHistogram();
  private long values;
  private long lost;
  private long repeated;

  /**
   * A tally without values.
   *
   * @param items number of counters
   * @param step by how much each value of a counter exceeds the one before
   */
  public ValueTally(int items, int step) {
    this.step = step;
    last = new long[items];
    spoke = new boolean[items];
    Arrays.fill(last, UNSEEN);
  }

  /**
   * Adds a value.
   *
   * @param item number of the counter, from 0; another is passed over
   * @param count what it shows
   * @param latencyMillis time from its source timestamp to now
   */
  public synchronized void add(int item, long count, long latencyMillis) {
    if (item < 0 || item >= last.length) {
      return;
    }
    values++;
    spoke[item] = true;
    latencies.add(latencyMillis);
    long before = last[item];
    if (before == UNSEEN) {
      last[item] = count;
    } else if (count > before) {
      lost += Math.max(0, (count - before) / step - 1);
      last[item] = count;
    } else {
      repeated++;
    }
  }

  /** Returns what has come since the last call, and begins anew. */
  synchronized TallyWindow take() {
    int items = 0;
    int silent = 0;
    for (int item = 0; item < last.length; item++) {
      if (last[item] != UNSEEN) {
        items++;
        silent += spoke[item] ? 0 : 1;
      }
    }
    TallyWindow window =
        new TallyWindow(
            values,
            lost,
            repeated,
            items,
            silent,
            latencies.quantile(0.5),
            latencies.quantile(0.99));
    values = 0;
    lost = 0;
    repeated = 0;
    latencies.clear();
    Arrays.fill(spoke, false);
    return window;
  }
}
