package org.bactrian.edge.init;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Call of a method in an init file.
 *
 * @param line line of the method, from 1
 * @param method name of the method
 * @param body payload as JSON text, empty for none
 * @param directives manner of the call
 */
record InitRequest(int line, String method, String body, Directives directives) {

  private static final Pattern SHUTDOWN =
      Pattern.compile("(Shutdown|ExitApplication)(_V\\d)?", Pattern.CASE_INSENSITIVE);

  /** Returns whether it ends the edge because the call before it failed. */
  boolean endsProcessAfterFault() {
    return directives.onError() && SHUTDOWN.matcher(method).matches();
  }

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
