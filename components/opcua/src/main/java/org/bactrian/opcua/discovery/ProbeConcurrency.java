package org.bactrian.opcua.discovery;

/**
 * Limits of the number of probes that run at once.
 *
 * @param most largest number, at least 1
 * @param least number that is kept up even when this host runs out of sockets, from 1 to {@code
 *     most}
 */
record ProbeConcurrency(int most, int least) {

  ProbeConcurrency {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException("parallelism must be 1 <= " + least + " <= " + most);
    }
  }

  static ProbeConcurrency of(int most, int leastPercent) {
    int whole = Math.max(1, most);
    int percent = Math.min(100, Math.max(0, leastPercent));
    return new ProbeConcurrency(whole, Math.max(1, (int) (whole * (long) percent / 100)));
  }
}
