package org.bactrian.iothub.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Twin request with retries: it is resent while no answer comes, while IoT Hub throttles, and over
 * the next connection when one is lost. Sending it twice does no harm: a read changes nothing, and
 * a report merges the same values again.
 *
 * @param connection the present connection, or the next one; fails when there is to be none
 * @param operation sends it once
 * @param answerWait how long an answer may take before the request is sent again
 * @param pause wait before it is sent again
 * @param answer completed with the answer, or the reason why there is none; completed by the
 *     caller, it ends the request
 */
record RetriedTwinRequest(
    Supplier<? extends CompletableFuture<? extends TwinClient>> connection,
    Function<TwinClient, CompletableFuture<TwinResponse>> operation,
    Duration answerWait,
    Duration pause,
    CompletableFuture<TwinResponse> answer) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** Sends the request as soon as there is a connection. */
  void send() {
    if (answer.isDone()) {
      return;
    }
    CompletableFuture<? extends TwinClient> present = connection.get();
    // With the answer, so that a connection that never comes does not keep what has ended.
    CompletableFuture.anyOf(present, answer)
        .whenComplete(
            (first, failure) -> {
              if (!answer.isDone()) {
                present.whenComplete(this::sendOver);
              }
            });
  }

  private void sendOver(TwinClient client, Throwable closed) {
    if (closed != null) {
      answer.completeExceptionally(closed);
      return;
    }
    CompletableFuture<TwinResponse> attempt = operation.apply(client);
    answer.whenComplete((done, failure) -> attempt.cancel(false));
    // An answer that comes late counts, also when the request has been sent again.
    attempt.whenComplete(this::answered);
    attempt
        .copy()
        .orTimeout(answerWait.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::send);
              }
            });
  }

  private void answered(TwinResponse done, Throwable failure) {
    if (failure == null) {
      answer.complete(done);
    } else if (!(failure instanceof HubRequestException refused)
        || !isTransient(refused.status())) {
      answer.completeExceptionally(failure);
    }
  }

  private static boolean isTransient(int status) {
    return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
  }
}
