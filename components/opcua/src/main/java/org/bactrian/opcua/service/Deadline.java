package org.bactrian.opcua.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Bounds of waiting that end in a status of OPC UA. */
public final class Deadline {

  private Deadline() {}

  /**
   * The same result, or {@code Bad_Timeout} when there is none in time. What is waited for is not
   * cancelled.
   */
  public static <T> CompletableFuture<T> within(Duration longest, CompletableFuture<T> result) {
    if (result.isDone()) {
      return result;
    }
    return result
        .copy()
        .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (value, fault) -> {
              if (fault == null) {
                return CompletableFuture.completedFuture(value);
              }
              return CompletableFuture.<T>failedFuture(
                  fault instanceof TimeoutException
                      ? new UaException(
                          StatusCodes.Bad_Timeout, "no answer within " + longest.toMillis() + " ms")
                      : fault);
            })
        .thenCompose(Function.identity());
  }
}
