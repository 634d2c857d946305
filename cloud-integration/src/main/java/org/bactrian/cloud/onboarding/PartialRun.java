package org.bactrian.cloud.onboarding;

/**
 * Progress of a run that lacks messages.
 *
 * @param run what is to be applied of it
 * @param came endpoints that came
 * @param end index of its last message; {@link Integer#MAX_VALUE} when that did not come
 * @param claimedAt when this was made, in nanoseconds since 1970
 */
record PartialRun(FinishedRun run, int came, int end, long claimedAt) {

  /** Missing part of the run, for people. */
  String lack() {
    return end == Integer.MAX_VALUE
        ? "its end and perhaps more did not come, " + came + " endpoints did"
        : (end - came) + " of its " + end + " endpoints did not come";
  }
}
