package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class TwinRequestSenderTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private volatile CompletableFuture<Wire> connection =
      CompletableFuture.completedFuture(new Wire());
  private final TwinRequestSender requests = sender(Duration.ofMinutes(1));
  private final TwinRequestSender impatient = sender(Duration.ofMillis(200));

  @Test
  void aReportWithoutAnswerIsSentAgainAndThoseBehindItFollowInOrder() throws Exception {
    CompletableFuture<Integer> first = report(impatient, "1", LONG);
    CompletableFuture<Integer> second = report(impatient, "2", LONG);
    await().until(() -> wire().sent().size() >= 2);
    assertThat(wire().sent()).containsOnly("1");

    wire().answer(1, 7);
    await().until(() -> wire().sent().contains("2"));
    wire().answer(wire().sent().indexOf("2"), 8);

    assertThat(first.get()).isEqualTo(7);
    assertThat(second.get()).isEqualTo(8);
  }

  @Test
  void anAnswerThatComesAfterTheSecondAttemptCounts() throws Exception {
    CompletableFuture<Integer> report = report(impatient, "1", LONG);
    await().until(() -> wire().sent().size() >= 2);

    wire().answer(0, 5);

    assertThat(report.get()).isEqualTo(5);
  }

  @Test
  void aReportThatIsGivenUpHoldsUpNoneBehindIt() throws Exception {
    CompletableFuture<Integer> first = report("1", Duration.ofMillis(50));
    CompletableFuture<Integer> second = report("2", LONG);

    await().until(() -> wire().sent().contains("2"));
    wire().answer(wire().sent().indexOf("2"), 3);

    assertThat(refusal(first)).hasMessage("IoT Hub did not answer in 0.1 s.");
    assertThat(second.get()).isEqualTo(3);
  }

  @Test
  void aReportWhoseTimeIsOverBeforeThereIsAConnectionIsNeverSent() throws Exception {
    connection = new CompletableFuture<>();
    CompletableFuture<Integer> late = report("late", Duration.ofMillis(50));
    CompletableFuture<Integer> next = report("next", LONG);
    assertThat(refusal(late).status()).isEqualTo(408);

    connection.complete(new Wire());

    await().until(() -> wire().sent().equals(List.of("next")));
    wire().answer(0, 1);
    assertThat(next.get()).isEqualTo(1);
  }

  @Test
  void aReportIsSentAgainOverTheNextConnection() throws Exception {
    CompletableFuture<Integer> report = report("1", LONG);
    await().until(() -> wire().sent().size() == 1);
    Wire lost = wire();

    connection = new CompletableFuture<>();
    lost.refuse(0, 503);
    connection.complete(new Wire());

    await().until(() -> wire().sent().equals(List.of("1")));
    wire().answer(0, 2);
    assertThat(report.get()).isEqualTo(2);
  }

  @Test
  void aHubThatIsTooBusyIsAskedAgainAndOneThatRefusesIsNot() throws Exception {
    CompletableFuture<Integer> busy = report("1", LONG);
    await().until(() -> wire().sent().size() == 1);
    wire().refuse(0, 429);
    await().until(() -> wire().sent().size() == 2);
    wire().answer(1, 4);
    assertThat(busy.get()).isEqualTo(4);

    CompletableFuture<Integer> wrong = report("2", LONG);
    await().until(() -> wire().sent().size() == 3);
    wire().refuse(2, 400);

    assertThat(refusal(wrong).status()).isEqualTo(400);
  }

  @Test
  void aThousandReportsMayWaitAndNoMore() throws Exception {
    connection = new CompletableFuture<>();
    for (int report = 0; report <= ReportQueue.MAX_WAITING; report++) {
      report("" + report, LONG);
    }

    assertThat(refusal(report("more", LONG)).status()).isEqualTo(429);
  }

  private TwinRequestSender sender(Duration answerWait) {
    return new TwinRequestSender(
        () -> connection, () -> new LinkState.Idle(), answerWait, Duration.ofMillis(10));
  }

  private CompletableFuture<Integer> report(String patch, Duration timeout) {
    return report(requests, patch, timeout);
  }

  private static CompletableFuture<Integer> report(
      TwinRequestSender sender, String patch, Duration timeout) {
    return sender.report(patch.getBytes(StandardCharsets.UTF_8), timeout);
  }

  private Wire wire() {
    return connection.join();
  }

  private static HubRequestException refusal(CompletableFuture<?> request) throws Exception {
    try {
      throw new AssertionError("was answered with " + request.get());
    } catch (ExecutionException e) {
      return (HubRequestException) e.getCause();
    }
  }

  /** A connection whose answers the test gives. */
  private static final class Wire implements TwinClient {

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<TwinResponse>> answers = new CopyOnWriteArrayList<>();

    List<String> sent() {
      return sent;
    }

    void answer(int index, int version) {
      answers.get(index).complete(new TwinResponse(new byte[0], version));
    }

    void refuse(int index, int status) {
      answers.get(index).completeExceptionally(new HubRequestException(status, "refused"));
    }

    @Override
    public CompletableFuture<TwinResponse> getTwin() {
      return report(new byte[0]);
    }

    @Override
    public CompletableFuture<TwinResponse> report(byte[] patch) {
      CompletableFuture<TwinResponse> answer = new CompletableFuture<>();
      answers.add(answer);
      sent.add(new String(patch, StandardCharsets.UTF_8));
      return answer;
    }
  }
}
