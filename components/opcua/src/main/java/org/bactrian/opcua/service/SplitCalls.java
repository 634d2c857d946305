package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/** Splits operations into calls of a size that the server takes, one call after the other. */
final class SplitCalls {

  /** Refused before anything was done. */
  private static final Set<Long> REFUSED =
      Set.of(StatusCodes.Bad_TooManyOperations, StatusCodes.Bad_RequestTooLarge);

  /** Refused, or done and the answer did not fit. */
  private static final Set<Long> TOO_LARGE =
      Set.of(
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_EncodingLimitsExceeded,
          StatusCodes.Bad_RequestTooLarge,
          StatusCodes.Bad_ResponseTooLarge);

  private SplitCalls() {}

  /**
   * Makes calls that may be made twice; one that turns out too large is made again in halves.
   *
   * @param perCall operations in one call
   * @param call answers some operations with as many results
   * @return a result for each operation, in their order
   */
  static <T, R> CompletableFuture<List<R>> all(
      List<T> operations, int perCall, Function<List<T>, CompletableFuture<List<R>>> call) {
    return next(new Plan<>(operations, call, TOO_LARGE), 0, perCall, new ArrayList<>());
  }

  /** Makes calls that change something: none is made again that may have been carried out. */
  static <T, R> CompletableFuture<List<R>> once(
      List<T> operations, int perCall, Function<List<T>, CompletableFuture<List<R>>> call) {
    return next(new Plan<>(operations, call, REFUSED), 0, perCall, new ArrayList<>());
  }

  private static <T, R> CompletableFuture<List<R>> next(
      Plan<T, R> plan, int done, int perCall, List<R> results) {
    if (done >= plan.operations().size()) {
      return CompletableFuture.completedFuture(results);
    }
    List<T> some =
        plan.operations().subList(done, Math.min(plan.operations().size(), done + perCall));
    return plan.call()
        .apply(some)
        .handle(
            (answers, fault) -> {
              if (fault != null) {
                if (some.size() > 1 && plan.halved().contains(StatusText.codeOf(fault).value())) {
                  return next(plan, done, some.size() / 2, results);
                }
                return CompletableFuture.<List<R>>failedFuture(fault);
              }
              if (answers.size() != some.size()) {
                return CompletableFuture.<List<R>>failedFuture(ServiceCalls.wrongCount());
              }
              results.addAll(answers);
              return next(plan, done + some.size(), perCall, results);
            })
        .thenCompose(Function.identity());
  }

  private record Plan<T, R>(
      List<T> operations, Function<List<T>, CompletableFuture<List<R>>> call, Set<Long> halved) {}
}
