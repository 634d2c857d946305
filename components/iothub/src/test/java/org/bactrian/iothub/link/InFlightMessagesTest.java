package org.bactrian.iothub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InFlightMessagesTest {

  private final InFlightMessages outbox = new InFlightMessages(3, 1_000);
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** A connection that remembers what was sent and answers when told to. */
  private static final class Line implements MessageSender {
    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<SendOutcome>> outcomes = new ArrayList<>();

    @Override
    public void send(DeviceToCloudMessage message, Runnable begun, Consumer<SendOutcome> outcome) {
      sent.add(message.messageId());
      outcomes.add(outcome);
      begun.run();
    }

    void answer(int index, SendOutcome outcome) {
      outcomes.get(index).accept(outcome);
    }
  }

  @AfterEach
  void close() {
    outbox.close();
  }

  @Test
  void messagesWaitForTheFirstConnectionAndGoOutInOrder() throws Exception {
    add("a");
    add("b");
    Line line = new Line();

    outbox.connected(line);

    assertThat(line.sent).containsExactly("a", "b");
  }

  @Test
  void aMessageIsQueuedWhenTheOneBeforeItIsBeingSentAndNotEarlier() throws Exception {
    List<String> queued = new ArrayList<>();
    List<Runnable> begun = new ArrayList<>();
    outbox.connected(
        (message, begin, outcome) -> {
          queued.add(message.messageId());
          begun.add(begin);
        });
    add("a");
    add("b");
    assertThat(queued).containsExactly("a");

    begun.get(0).run();

    assertThat(queued).containsExactly("a", "b");
  }

  @Test
  void aQueuedMessageThatIsLostOrNeverSentHoldsNobodyUp() throws Exception {
    List<String> queued = new ArrayList<>();
    List<Consumer<SendOutcome>> outcomes = new ArrayList<>();
    MessageSender connection =
        (message, begin, outcome) -> {
          queued.add(message.messageId());
          outcomes.add(outcome);
        };
    outbox.connected(connection);
    add("a");
    add("b");

    outcomes.get(0).accept(new SendOutcome.Lost("no reason"));
    outbox.retry();
    assertThat(queued).containsExactly("a", "a");

    outbox.disconnected();
    outbox.connected(connection);
    assertThat(queued).containsExactly("a", "a", "a");

    outcomes.get(2).accept(new SendOutcome.Rejected("too large"));
    assertThat(queued).containsExactly("a", "a", "a", "b");
  }

  @Test
  void whatWasOnItsWayGoesOutAgainFirstOverTheNextConnection() throws Exception {
    Line first = new Line();
    outbox.connected(first);
    add("a");
    add("b");
    first.answer(1, new SendOutcome.Accepted());

    outbox.disconnected();
    add("c");
    Line second = new Line();
    outbox.connected(second);

    assertThat(second.sent).containsExactly("a", "c");
    await().untilAsserted(() -> assertThat(told).containsExactly("b acknowledged"));
    assertThat(outbox.figures(0).resent()).isEqualTo(1);
  }

  @Test
  void anAcknowledgementThatComesLateFromALostConnectionSparesTheResend() throws Exception {
    Line first = new Line();
    outbox.connected(first);
    add("a");
    outbox.disconnected();

    first.answer(0, new SendOutcome.Accepted());
    Line second = new Line();
    outbox.connected(second);

    assertThat(second.sent).isEmpty();
    await().untilAsserted(() -> assertThat(told).containsExactly("a acknowledged"));
  }

  @Test
  void aMessageIsAcknowledgedOnceWhenBothAttemptsAre() throws Exception {
    Line first = new Line();
    outbox.connected(first);
    add("a");
    outbox.disconnected();
    Line second = new Line();
    outbox.connected(second);

    second.answer(0, new SendOutcome.Accepted());
    first.answer(0, new SendOutcome.Accepted());
    add("b");
    second.answer(1, new SendOutcome.Accepted());

    await().untilAsserted(() -> assertThat(told).contains("b acknowledged"));
    assertThat(told).containsExactly("a acknowledged", "b acknowledged");
    assertThat(outbox.figures(0).acknowledged()).isEqualTo(2);
  }

  @Test
  void anAttemptThatIsLostWhileTheConnectionStaysIsMadeAgain() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    add("a");

    line.answer(0, new SendOutcome.Lost("time-out"));
    outbox.retry();
    line.answer(1, new SendOutcome.Accepted());

    await().untilAsserted(() -> assertThat(told).containsExactly("a acknowledged"));
  }

  @Test
  void aLossToldByAnOldConnectionDoesNotDisturbTheNewOne() throws Exception {
    Line first = new Line();
    outbox.connected(first);
    add("a");
    outbox.disconnected();
    Line second = new Line();
    outbox.connected(second);

    first.answer(0, new SendOutcome.Lost("cancelled on close"));
    outbox.retry();

    assertThat(second.sent).containsExactly("a");
  }

  @Test
  void aRejectedMessageFailsAndMakesRoom() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    add("a");

    line.answer(0, new SendOutcome.Rejected("too large"));

    await().untilAsserted(() -> assertThat(told).containsExactly("a failed: too large"));
    await().until(() -> outbox.figures(0).inFlightMessages() == 0);
  }

  @Test
  void aMessageThatTheConnectionFailsToTakeFailsAloneAndMakesRoom() throws Exception {
    Line line = new Line();
    outbox.connected(
        (message, begun, outcome) -> {
          switch (message.messageId()) {
            case "a" -> throw new UnsupportedOperationException("on purpose");
            case "b" -> throw new IllegalArgumentException("a bad property");
            default -> line.send(message, begun, outcome);
          }
        });

    add("a");
    add("b");
    add("c");

    assertThat(line.sent).containsExactly("c");
    await().until(() -> outbox.figures(0).inFlightMessages() == 1);
    await().until(() -> told.size() == 2);
    assertThat(told.get(0)).contains("a failed: ").contains("not on its way");
    assertThat(told.get(1))
        .isEqualTo("b failed: The device SDK refused the message: a bad property");
  }

  @Test
  void aCallerWaitsWhileTheNumberOfMessagesIsReached() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    add("a");
    add("b");
    add("c");
    Thread caller = inBackground("d");

    await().until(() -> caller.getState() == Thread.State.WAITING);
    assertThat(line.sent).containsExactly("a", "b", "c");
    line.answer(0, new SendOutcome.Accepted());

    caller.join();
    assertThat(line.sent).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aCallerWaitsWhileTheNumberOfBytesIsReached() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    outbox.add(message("large", 900), new Told("large"));
    Thread caller = inBackground("second", 200);

    await().until(() -> caller.getState() == Thread.State.WAITING);
    line.answer(0, new SendOutcome.Accepted());

    caller.join();
    assertThat(line.sent).containsExactly("large", "second");
  }

  @Test
  void aMessageLargerThanTheLimitPassesAlone() throws Exception {
    Line line = new Line();
    outbox.connected(line);

    outbox.add(message("huge", 5_000), new Told("huge"));

    assertThat(line.sent).containsExactly("huge");
  }

  @Test
  void whoSendsAgainOnAnAcknowledgementNeverWaitsForItself() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    outbox.add(
        message("a", 10),
        new AcknowledgementListener() {
          @Override
          public void acknowledged() {
            try {
              add("e");
            } catch (Exception e) {
              told.add(e.toString());
            }
          }

          @Override
          public void failed(Exception cause) {}
        });
    add("b");
    add("c");
    Thread waiting = inBackground("d");
    await().until(() -> waiting.getState() == Thread.State.WAITING);

    line.answer(0, new SendOutcome.Accepted());

    await().untilAsserted(() -> assertThat(line.sent).contains("d", "e"));
    assertThat(told).isEmpty();
  }

  @Test
  void messagesOfTheSameIdGoOutOneAfterTheOther() throws Exception {
    Line line = new Line();
    outbox.connected(line);
    add("a");
    add("a");
    assertThat(line.sent).containsExactly("a");

    line.answer(0, new SendOutcome.Accepted());

    assertThat(line.sent).containsExactly("a", "a");
  }

  @Test
  void closingFailsWhatIsHeldAndWhoWaits() throws Exception {
    add("a");
    add("b");
    add("c");
    Thread caller = inBackground("d");
    await().until(() -> caller.getState() == Thread.State.WAITING);

    outbox.close();

    caller.join();
    await().until(() -> told.size() == 4);
    assertThat(told).allMatch(text -> text.contains("failed: The connection"));
    assertThatThrownBy(() -> add("e")).isInstanceOf(LinkClosedException.class);
  }

  private void add(String id) throws Exception {
    outbox.add(message(id, 10), new Told(id));
  }

  private Thread inBackground(String id) {
    return inBackground(id, 10);
  }

  private Thread inBackground(String id, int size) {
    Thread thread =
        new Thread(
            () -> {
              try {
                outbox.add(message(id, size), new Told(id));
              } catch (Exception e) {
                told.add(id + " failed: " + e.getMessage());
              }
            });
    thread.start();
    return thread;
  }

  private static DeviceToCloudMessage message(String id, int size) {
    byte[] body = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
    return new DeviceToCloudMessage(body, id, "", "", "", "", Map.of());
  }

  private final class Told implements AcknowledgementListener {
    private final String id;

    Told(String id) {
      this.id = id;
    }

    @Override
    public void acknowledged() {
      told.add(id + " acknowledged");
    }

    @Override
    public void failed(Exception cause) {
      told.add(id + " failed: " + cause.getMessage());
    }
  }
}
