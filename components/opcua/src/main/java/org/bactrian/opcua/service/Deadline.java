package org.bactrian.opcua.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Time limits of calls, which end in an OPC UA status. */
public final class Deadline {

  private Deadline() {}

  /**
   * Bounds the wait for a result: it becomes {@code Bad_Timeout} when there is none in time. What
   * is waited for is not cancelled.
   */
  public static <T> CompletableFuture<T> within(Duration longest, CompletableFuture<T> result) {
    if (result.isDone()) {
      return result;
    }
    CompletableFuture<T> bounded = new CompletableFuture<>();
    CompletableFuture<T> alarm = new CompletableFuture<>();
    alarm
        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answered, late) -> {
              if (late != null) {
                // The JDK has one thread for all alarms, which must not be kept by those who hear
                // one. An answer in time needs no other thread.
                alarm.defaultExecutor().execute(() -> bounded.completeExceptionally(late(longest)));
              }
            });
    result.whenComplete(
        (value, fault) -> {
          alarm.complete(value);
          if (fault == null) {
            bounded.complete(value);
          } else {
            bounded.completeExceptionally(fault);
          }
        });
    return bounded;
  }

  private static UaException late(Duration longest) {
    return new UaException(
        StatusCodes.Bad_Timeout, "no answer within " + longest.toMillis() + " ms");
  }
}
