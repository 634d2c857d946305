package org.bactrian.iothub.link;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Requests for the twin, which wait for a connection where there is none. Safe for use by many
 * threads.
 */
final class TwinRequests {

  private static final long ASK_AGAIN_SECONDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Supplier<CompletableFuture<HubClient>> connection;
  private final Supplier<LinkState> state;

  /**
   * @param connection the present connection, or the next one
   * @param state where the connection stands, to say why a request took too long
   */
  TwinRequests(Supplier<CompletableFuture<HubClient>> connection, Supplier<LinkState> state) {
    this.connection = connection;
    this.state = state;
  }

  /** Merges a JSON object into the reported properties and tells their new version. */
  CompletableFuture<Integer> report(byte[] patch, Duration timeout) {
    return request(timeout, client -> client.report(patch))
        .thenApply(HubClient.TwinAnswer::version);
  }

  /** Reads the twin: an object with members desired and reported. */
  CompletableFuture<JsonNode> read(Duration timeout) {
    return request(timeout, client -> ask(client, timeout))
        .thenApply(
            answer -> {
              try {
                return JSON.readTree(answer.payload());
              } catch (IOException e) {
                throw new IllegalStateException("IoT Hub sent a twin that is no JSON", e);
              }
            });
  }

  /** The SDK now and then loses an answer; reading again until the request ends harms nobody. */
  private CompletableFuture<HubClient.TwinAnswer> ask(HubClient client, Duration timeout) {
    CompletableFuture<HubClient.TwinAnswer> answer =
        new CompletableFuture<HubClient.TwinAnswer>()
            .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    ask(client, answer);
    return answer;
  }

  private void ask(HubClient client, CompletableFuture<HubClient.TwinAnswer> answer) {
    if (answer.isDone()) {
      return;
    }
    client
        .getTwin()
        .whenComplete(
            (twin, failure) -> {
              if (failure == null) {
                answer.complete(twin);
              } else {
                answer.completeExceptionally(failure);
              }
            });
    CompletableFuture.delayedExecutor(ASK_AGAIN_SECONDS, TimeUnit.SECONDS)
        .execute(() -> ask(client, answer));
  }

  private CompletableFuture<HubClient.TwinAnswer> request(
      Duration timeout, Function<HubClient, CompletableFuture<HubClient.TwinAnswer>> operation) {
    // A copy, so that a time-out of this request is not one of the connection.
    return connection
        .get()
        .copy()
        .thenCompose(operation)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(explained(failure, timeout)));
  }

  private Throwable explained(Throwable failure, Duration timeout) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TimeoutException) {
      String reason =
          state.get() instanceof LinkState.Waiting waiting ? " " + waiting.problem() : "";
      return new HubRequestException(
          408, "IoT Hub did not answer in " + Seconds.text(timeout) + "." + reason);
    }
    return cause instanceof IllegalStateException
        ? new HubRequestException(503, "The connection to IoT Hub was lost. Try again.")
        : cause;
  }
}
