package org.bactrian.cloud.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Deadline for the answer to an operation's caller.
 *
 * @param end a time of {@link System#nanoTime()}
 */
record TwinCallDeadline(long end) {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofMinutes(5);

  /** The limit that a request has: its own where its header says one. */
  static TwinCallDeadline of(JsonNode request, Duration otherwise) {
    JsonNode asked = request.path("header").path("serviceCallTimeout");
    Duration limit = asked.canConvertToLong() ? Duration.ofMillis(asked.asLong()) : otherwise;
    return in(limit.compareTo(LEAST) < 0 ? LEAST : limit.compareTo(MOST) > 0 ? MOST : limit);
  }

  static TwinCallDeadline in(Duration time) {
    return new TwinCallDeadline(System.nanoTime() + time.toNanos());
  }

  /** Time that is left; nothing or less when it is over. */
  Duration left() {
    return Duration.ofNanos(end - System.nanoTime());
  }

  /**
   * Waits for something no longer than this.
   *
   * @param what is waited for, for the error
   * @throws OperationException of kind TIMEOUT when the time is over first
   */
  <T> T await(Future<T> future, String what) {
    try {
      return future.get(left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new OperationException(
          FaultKind.TIMEOUT, "IoT Hub did not tell of " + what + " in time.", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY, "The request was given up while it waited.", e);
    }
  }
}
