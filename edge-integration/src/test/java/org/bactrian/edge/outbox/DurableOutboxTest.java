package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.edge.publisher.stream.StreamCounters;
import org.bactrian.model.telemetry.TelemetryHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableOutboxTest {

  private static final OutboxName NAME = new OutboxName("group/1", "WriterGroup Plant");
  private static final long MAX_BYTES = 64L << 20;

  @TempDir private Path folder;

  private final StreamCounters counters = StreamCounters.total();
  private final List<OutboxMessage> received = new CopyOnWriteArrayList<>();
  private final OutboxSink sink =
      (message, receipt) -> {
        received.add(message);
        receipt.acknowledged();
      };
  private long memory = Long.MAX_VALUE;
  private Outboxes outboxes;

  @BeforeEach
  void open() throws IOException {
    outboxes =
        new Outboxes(
            SegmentLog.open(folder.resolve("outbox"), MAX_BYTES), DeadLetters.in(folder), true);
  }

  @AfterEach
  void close() {
    outboxes.close();
  }

  @Test
  void messagesThatNobodyTookLeaveAfterARestartAsTheyWere() throws Exception {
    store(hold(), "one", "two", "three");

    restart();
    hold();
    outboxes.attach("group", sink);

    await().until(() -> received.size() == 3);
    assertThat(bodies()).containsExactly("one", "two", "three");
    assertThat(received)
        .extracting(message -> message.headers().get(TelemetryHeaders.MESSAGE_ID))
        .containsExactly("id of one", "id of two", "id of three");
    assertThat(received)
        .extracting(message -> message.headers().get(TelemetryHeaders.SEQUENCE_NUMBER))
        .containsExactly(1L, 2L, 3L);
    assertThat(received.get(0).headers().get(TelemetryHeaders.PROPERTIES))
        .isEqualTo(Map.of("schema", "json"));
  }

  @Test
  void whatWasAcknowledgedDoesNotComeBack() throws Exception {
    Outbox outbox = hold();
    outboxes.attach("group", sink);
    store(outbox, "one", "two");
    await().until(() -> outbox.size() == 0);

    restart();
    store(hold(), "three");
    outboxes.attach("group", sink);

    await().until(() -> received.size() == 3);
    assertThat(bodies()).containsExactly("one", "two", "three");
  }

  @Test
  void numbersGoOnAfterARestart() throws Exception {
    Outbox before = hold();
    before.add(List.of(message(before, "one")), Map.of("writer/a", 7L), () -> {});
    stored(before, Map.of("writer/b", 8L));

    restart();
    Outbox after = hold();

    assertThat(after.nextNumber()).isEqualTo(2);
    assertThat(after.progress("writer/a")).isEqualTo(7);
    assertThat(after.progress("writer/b")).isEqualTo(8);
    assertThat(after.progress("writer/c")).isZero();
  }

  @Test
  void aNumberThatBeganAnewIsTheLaterOneThoughItIsSmaller() throws Exception {
    Outbox before = hold();
    before.add(List.of(message(before, "one")), Map.of("subscription/1", 500L), () -> {});
    stored(before, Map.of("subscription/1", 0L));

    restart();
    Outbox after = hold();
    assertThat(after.progress("subscription/1")).isZero();
    after.add(List.of(message(after, "two")), Map.of("subscription/1", 2L), () -> {});
    stored(after, Map.of());

    restart();
    assertThat(hold().progress("subscription/1")).isEqualTo(2);
  }

  @Test
  void messagesBeyondTheMemoryAreReadBackFromDisk() throws Exception {
    memory = 3;
    Outbox outbox = hold();
    store(outbox, "one", "two", "three");

    outboxes.attach("group", sink);

    await().until(() -> received.size() == 3);
    assertThat(bodies()).containsExactly("one", "two", "three");
    assertThat(received.get(2).headers()).containsEntry(TelemetryHeaders.MESSAGE_ID, "id of three");
  }

  @Test
  void aRowOfMessagesThatACrashCutOffLeavesNoneBehind() throws Exception {
    RecordStore log = outboxes.store();
    log.append(NAME.channel(), header("whole", false), bytes("whole"));
    log.append(NAME.channel(), header("first of a row", true), bytes("first of a row"));

    restart();
    hold();
    outboxes.attach("group", sink);

    await().until(() -> received.size() == 1);
    assertThat(bodies()).containsExactly("whole");
    await().until(() -> outboxes.all().get(0).size() == 0);
  }

  @Test
  void aMessageOfARowWhoseLastOneWasAcknowledgedIsStillSent() throws Exception {
    OutboxLimits twoAtOnce = OutboxLimits.DEFAULT.withMaxInFlight(2);
    Outbox outbox =
        outboxes.hold(NAME, new OutboxPolicy(twoAtOnce, () -> memory, counters, () -> {}));
    outboxes.attach(
        "group",
        (message, receipt) -> {
          if (message.number() == 1) {
            receipt.refused(new IllegalStateException("the hub is busy"));
          } else {
            sink.send(message, receipt);
          }
        });
    outbox.add(List.of(message(outbox, "one"), message(outbox, "two")), Map.of(), () -> {});
    await().until(() -> received.size() == 1 && outbox.size() == 1);

    restart();
    hold();
    outboxes.attach("group", sink);

    await().until(() -> received.size() == 2);
    assertThat(bodies()).containsExactly("two", "one");
  }

  @Test
  void whatAGroupLeftThatIsNotWantedAnyMoreIsSentAllTheSame() throws Exception {
    store(hold(), "one", "two");

    restart();
    outboxes.attach("group", sink);
    outboxes.drainOthers(counters);

    await().until(() -> received.size() == 2);
    assertThat(bodies()).containsExactly("one", "two");
  }

  @Test
  void aMessageThatCanNeverArriveIsSentAgainWhenItIsReplayed() throws Exception {
    AtomicBoolean tooSmall = new AtomicBoolean(true);
    Outbox outbox = hold();
    outboxes.attach(
        "group",
        (message, receipt) -> {
          if (tooSmall.get()) {
            receipt.undeliverable(new IllegalArgumentException("the message is too large"));
          } else {
            sink.send(message, receipt);
          }
        });
    store(outbox, "large");
    await().until(() -> DeadLetters.in(folder).files().size() == 1);
    DeadLetters.DeadLetter letter = DeadLetters.read(DeadLetters.in(folder).files().get(0));
    assertThat(letter.reason()).isEqualTo("the message is too large");
    assertThat(letter.name()).isEqualTo("WriterGroup Plant");
    tooSmall.set(false);

    assertThat(DeadLetters.in(folder).replay("another group")).isZero();
    assertThat(DeadLetters.in(folder).replay("Plant")).isEqualTo(1);

    await().until(() -> received.size() == 1);
    assertThat(bodies()).containsExactly("large");
    assertThat(received.get(0).headers()).containsEntry(TelemetryHeaders.MESSAGE_ID, "id of large");
    await().until(() -> DeadLetters.in(folder).wanted().isEmpty());
    assertThat(counters.undeliverable()).isEqualTo(1);
  }

  @Test
  void messagesAreDescribedBeforeTheyAreGivenUpForTheirAgeAlsoThoseOnDiskAlone() throws Exception {
    List<ExpiredMessage> expired = new CopyOnWriteArrayList<>();
    memory = 3;
    Outbox outbox =
        outboxes.hold(
            NAME,
            new OutboxPolicy(
                OutboxLimits.DEFAULT, () -> memory, counters, () -> {}, expired::addAll));
    store(outbox, "one", "two");

    outbox.expire(Duration.ZERO);

    assertThat(expired)
        .extracting(message -> message.headers().get(TelemetryHeaders.MESSAGE_ID))
        .containsExactly("id of one", "id of two");
    assertThat(expired).extracting(ExpiredMessage::values).containsOnly(1);
    assertThat(outbox.size()).isZero();
    restart();
    outboxes.attach("group", sink);
    outboxes.drainOthers(counters);
    assertThat(outboxes.all()).isEmpty();
  }

  @Test
  void theBodyOfAMessageOnDiskIsNotReadWhenItIsGivenUpForItsAge() throws Exception {
    List<ExpiredMessage> expired = new CopyOnWriteArrayList<>();
    memory = 0;
    Outbox outbox =
        outboxes.hold(
            NAME,
            new OutboxPolicy(
                OutboxLimits.DEFAULT, () -> memory, counters, () -> {}, expired::addAll));
    String body = "x".repeat(1000);
    store(outbox, body);
    // With a damaged body the message as a whole cannot be read.
    Path segment = new LogFolder(folder.resolve("outbox"), MAX_BYTES, 0).newestWithRecords();
    byte[] content = Files.readAllBytes(segment);
    int end = new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(body) + body.length();
    content[end - 1] = 'y';
    Files.write(segment, content);

    outbox.expire(Duration.ZERO);

    assertThat(expired)
        .extracting(message -> message.headers().get(TelemetryHeaders.MESSAGE_ID))
        .containsExactly("id of " + body);
  }

  @Test
  void messagesAreGivenUpForTheirAgeThoughTheirLossCannotBeNoted() throws Exception {
    Outbox outbox =
        outboxes.hold(
            NAME,
            new OutboxPolicy(
                OutboxLimits.DEFAULT,
                () -> memory,
                counters,
                () -> {},
                expired -> {
                  throw new IllegalStateException("cannot be noted");
                }));
    store(outbox, "one", "two");

    assertThatThrownBy(() -> outbox.expire(Duration.ZERO)).hasMessage("cannot be noted");

    restart();
    outboxes.attach("group", sink);
    outboxes.drainOthers(counters);
    assertThat(outboxes.all()).isEmpty();
  }

  @Test
  void theAgeOfManyMessagesIsLimitedPartByPart() throws Exception {
    List<Integer> parts = new CopyOnWriteArrayList<>();
    Outbox outbox =
        outboxes.hold(
            NAME,
            new OutboxPolicy(
                OutboxLimits.DEFAULT,
                () -> 0,
                counters,
                () -> {},
                expired -> parts.add(expired.size())));
    for (int i = 0; i < 1_200; i++) {
      outbox.add(List.of(message(outbox, "old")), Map.of(), () -> {});
    }
    stored(outbox, Map.of());

    outbox.expire(Duration.ZERO);

    assertThat(parts).containsExactly(500, 500, 200);
    assertThat(outbox.size()).isZero();
    assertThat(counters.undeliverable()).isEqualTo(1_200);
  }

  @Test
  void aMessageThatIsDamagedWhileItWaitsIsReportedAndHoldsNobodyUp() throws Exception {
    memory = 0;
    Outbox outbox = hold();
    store(outbox, "one", "two");
    changeByteOf("two");

    outboxes.attach("group", sink);
    store(outbox, "three");

    await().until(() -> outbox.size() == 0);
    assertThat(bodies()).containsExactly("one", "three");
    assertThat(counters.undeliverable()).isEqualTo(1);
  }

  private void changeByteOf(String body) throws IOException {
    for (Path file : new SegmentFolder(folder.resolve("outbox")).files()) {
      byte[] content = Files.readAllBytes(file);
      int at = new String(content, StandardCharsets.ISO_8859_1).lastIndexOf(body);
      if (at >= 0) {
        content[at] ^= 1;
        Files.write(file, content);
      }
    }
  }

  @Test
  void noMessageLeavesBeforeItIsStored() throws Exception {
    Outbox outbox = hold();
    AtomicBoolean isStored = new AtomicBoolean();
    AtomicBoolean early = new AtomicBoolean();
    outboxes.attach(
        "group",
        (message, receipt) -> {
          early.compareAndSet(false, !isStored.get());
          sink.send(message, receipt);
        });
    // Actions run in order, so this one runs right before those of the messages.
    outboxes.store().afterCommit(() -> isStored.set(true));

    store(outbox, "one", "two");

    await().until(() -> received.size() == 2);
    assertThat(early).isFalse();
  }

  private Outbox hold() {
    OutboxLimits limits =
        OutboxLimits.DEFAULT
            .withFirstRetry(Duration.ofMillis(5))
            .withLastRetry(Duration.ofMillis(20))
            .inOrder();
    return outboxes.hold(NAME, new OutboxPolicy(limits, () -> memory, counters, () -> {}));
  }

  private void restart() throws IOException {
    outboxes.close();
    open();
  }

  private static void store(Outbox outbox, String... texts) throws Exception {
    for (String text : texts) {
      outbox.add(List.of(message(outbox, text)), Map.of(), () -> {});
    }
    stored(outbox, Map.of());
  }

  private static void stored(Outbox outbox, Map<String, Long> numbers) throws Exception {
    CountDownLatch stored = new CountDownLatch(1);
    outbox.add(List.of(), numbers, stored::countDown);
    assertThat(stored.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static OutboxMessage message(Outbox outbox, String text) {
    long number = outbox.nextNumber();
    return new OutboxMessage(number, 1, headers(number, text), bytes(text));
  }

  private static Map<String, Object> headers(long number, String text) {
    return Map.of(
        TelemetryHeaders.MESSAGE_ID,
        "id of " + text,
        TelemetryHeaders.SEQUENCE_NUMBER,
        number,
        TelemetryHeaders.PROPERTIES,
        Map.of("schema", "json"));
  }

  private static byte[] header(String text, boolean more) {
    OutboxMessage message = new OutboxMessage(1, 1, headers(1, text), bytes(text));
    return OutboxMessageHeader.of(message, Map.of(), more).toBytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> bodies() {
    return received.stream()
        .map(message -> new String(message.body(), StandardCharsets.UTF_8))
        .toList();
  }
}
