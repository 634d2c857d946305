package org.bactrian.iothub.link;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bactrian.model.fault.FutureFailure;

/**
 * Sends twin requests: they wait for a connection where there is none, and are resent until they
 * are answered or time out. Safe for use by many threads.
 */
final class TwinRequestSender {

  private static final Duration ANSWER_WAIT = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<? extends CompletableFuture<? extends TwinClient>> connection;
  private final Supplier<LinkState> state;
  private final Duration answerWait;
  private final Duration pause;
  private final ReportQueue reports =
      new ReportQueue((patch, answer) -> send(client -> client.report(patch), answer));

  /**
   * @param connection the present connection, or the next one; fails when there is to be none
   * @param state where the connection stands, to say why a request took too long
   */
  TwinRequestSender(
      Supplier<? extends CompletableFuture<? extends TwinClient>> connection,
      Supplier<LinkState> state) {
    this(connection, state, ANSWER_WAIT, PAUSE);
  }

  /**
   * @param answerWait how long an answer may take before a request is sent again
   * @param pause wait before it is sent again
   */
  TwinRequestSender(
      Supplier<? extends CompletableFuture<? extends TwinClient>> connection,
      Supplier<LinkState> state,
      Duration answerWait,
      Duration pause) {
    this.connection = connection;
    this.state = state;
    this.answerWait = answerWait;
    this.pause = pause;
  }

  /**
   * Merges a JSON object into the reported properties, after all before, and tells their version.
   */
  CompletableFuture<Integer> report(byte[] patch, Duration timeout) {
    CompletableFuture<TwinResponse> answer = within(timeout);
    reports.add(patch, answer);
    return explained(answer, timeout).thenApply(TwinResponse::version);
  }

  /** Reads the twin: an object with members desired and reported. */
  CompletableFuture<JsonNode> read(Duration timeout) {
    CompletableFuture<TwinResponse> answer = within(timeout);
    send(TwinClient::getTwin, answer);
    return explained(answer, timeout)
        .thenApply(
            twin -> {
              try {
                return JSON.readTree(twin.payload());
              } catch (IOException e) {
                throw new IllegalStateException("IoT Hub sent a twin that is no JSON", e);
              }
            });
  }

  private static CompletableFuture<TwinResponse> within(Duration timeout) {
    return new CompletableFuture<TwinResponse>()
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void send(
      Function<TwinClient, CompletableFuture<TwinResponse>> operation,
      CompletableFuture<TwinResponse> answer) {
    new RetriedTwinRequest(connection, operation, answerWait, pause, answer).send();
  }

  private CompletableFuture<TwinResponse> explained(
      CompletableFuture<TwinResponse> answer, Duration timeout) {
    return answer.exceptionallyCompose(
        failure -> CompletableFuture.failedFuture(explained(failure, timeout)));
  }

  private Throwable explained(Throwable failure, Duration timeout) {
    Throwable cause = FutureFailure.of(failure);
    if (cause instanceof TimeoutException) {
      String reason =
          state.get() instanceof LinkState.Waiting waiting ? " " + waiting.problem() : "";
      return new HubRequestException(
          408, "IoT Hub did not answer in " + DurationText.text(timeout) + "." + reason);
    }
    return cause;
  }
}
