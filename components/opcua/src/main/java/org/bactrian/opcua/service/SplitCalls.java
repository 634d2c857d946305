package org.bactrian.opcua.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Many operations in calls that a server takes, one call after the other. */
final class SplitCalls {

  private static final Set<Long> TOO_LARGE =
      Set.of(
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_EncodingLimitsExceeded,
          StatusCodes.Bad_RequestTooLarge,
          StatusCodes.Bad_ResponseTooLarge);

  private SplitCalls() {}

  /**
   * Makes the calls; one that turns out too large is made again in halves.
   *
   * @param perCall operations in one call
   * @param call answers some operations with as many results
   * @return a result for each operation, in their order
   */
  static <T, R> CompletableFuture<List<R>> all(
      List<T> operations, int perCall, Function<List<T>, CompletableFuture<R[]>> call) {
    return next(operations, 0, perCall, call, new ArrayList<>(operations.size()));
  }

  private static <T, R> CompletableFuture<List<R>> next(
      List<T> operations,
      int done,
      int perCall,
      Function<List<T>, CompletableFuture<R[]>> call,
      List<R> results) {
    if (done >= operations.size()) {
      return CompletableFuture.completedFuture(results);
    }
    List<T> some = operations.subList(done, Math.min(operations.size(), done + perCall));
    return call.apply(some)
        .handle(
            (answers, fault) -> {
              if (fault != null) {
                if (some.size() > 1 && TOO_LARGE.contains(StatusText.codeOf(fault).value())) {
                  return next(operations, done, some.size() / 2, call, results);
                }
                return CompletableFuture.<List<R>>failedFuture(fault);
              }
              if (answers == null || answers.length != some.size()) {
                return CompletableFuture.<List<R>>failedFuture(
                    new UaException(
                        StatusCodes.Bad_UnexpectedError,
                        "the server answered for other nodes than were asked"));
              }
              results.addAll(List.of(answers));
              return next(operations, done + some.size(), perCall, call, results);
            })
        .thenCompose(Function.identity());
  }
}
