package org.bactrian.edge.init;

import java.time.Duration;

/**
 * Call of a method in an init file.
 *
 * @param line line of the method, from 1
 * @param method name of the method
 * @param body payload as JSON text, empty for none
 * @param directives manner of the call
 */
record InitRequest(int line, String method, String body, Directives directives) {

  /**
   * Manner of a call.
   *
   * @param noLog whether the log tells nothing of it
   * @param timeout time that it has
   * @param retries number of further attempts after a failure
   * @param delay time before each attempt
   * @param onError whether it is made only after a failure
   * @param continueOnError whether the next call is made although it failed
   */
  record Directives(
      boolean noLog,
      Duration timeout,
      int retries,
      Duration delay,
      boolean onError,
      boolean continueOnError) {}
}
