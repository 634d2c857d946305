package org.bactrian.edge.publisher.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bactrian.edge.publisher.group.Heartbeat;
import org.bactrian.edge.publisher.group.HeartbeatBehavior;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.junit.jupiter.api.Test;

/** Times and values of heartbeats, each of an interval of one second. */
class HeartbeatScheduleTest {

  /** Whatever {@link System#nanoTime} counts from. */
  private static final long ORIGIN = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2);

  private final HeartbeatSchedule schedule = new HeartbeatSchedule(ORIGIN);
  private final List<String> sent = new ArrayList<>();
  private boolean connected = true;
  private long now;

  private FieldHeartbeat heartbeat(HeartbeatBehavior behavior) {
    FieldHeartbeat heartbeat =
        new FieldHeartbeat(
            Fixtures.field("a").withHeartbeat(new Heartbeat(Duration.ofSeconds(1), behavior)),
            ORIGIN);
    schedule.add(heartbeat);
    return heartbeat;
  }

  private static DataValue value(int value, long status) {
    return new DataValue(
        Variant.ofInt32(value), new StatusCode(status), new DateTime(100_000_000L), null);
  }

  /** Lets time go on in steps that fit no interval. */
  private void until(double seconds) {
    long end = (long) (seconds * 1000);
    for (; now < end; now += 7) {
      send();
    }
    now = end;
    send();
  }

  private void send() {
    for (FieldHeartbeat due : schedule.take(nanos())) {
      due.value(connected, nanos())
          .ifPresent(
              value ->
                  sent.add(
                      String.format(
                          Locale.ROOT,
                          "%.1f %s %08X",
                          now / 1000.0,
                          value.value().value(),
                          value.statusCode().value())));
    }
  }

  private long nanos() {
    return ORIGIN + TimeUnit.MILLISECONDS.toNanos(now);
  }

  private void receive(FieldHeartbeat heartbeat, double seconds, int value, long status) {
    until(seconds);
    heartbeat.received(value(value, status), nanos());
  }

  @Test
  void aWatchdogIsPutOffByEachValue() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.WATCHDOG_LKV);
    receive(heartbeat, 0, 1, 0);
    receive(heartbeat, 0.6, 2, 0);
    until(2.7);

    assertThat(sent).containsExactly("1.6 2 00000000", "2.6 2 00000000");
  }

  @Test
  void aPeriodicHeartbeatComesWhateverTheServerReports() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.PERIODIC_LKV_DROP_VALUE);
    receive(heartbeat, 0.2, 1, 0);
    receive(heartbeat, 0.6, 2, 0);
    until(2.1);

    assertThat(sent).containsExactly("1.0 2 00000000", "2.0 2 00000000");
  }

  /** As a user of OPC Publisher had them, whose heartbeats stayed away (Industrial-IoT #2357). */
  @Test
  void eachOfSeventyFiveThousandNodesHasItsHeartbeatInEveryInterval() {
    List<FieldHeartbeat> all = new ArrayList<>();
    for (int i = 0; i < 75_000; i++) {
      all.add(heartbeat(HeartbeatBehavior.WATCHDOG_LKV));
      all.get(i).received(value(i, 0), ORIGIN);
    }

    for (int second = 1; second <= 3; second++) {
      sent.clear();
      until(second + 0.1);

      assertThat(sent).doesNotHaveDuplicates().hasSize(75_000);
    }
  }

  @Test
  void aGoodValueIsAwaitedAndABadOneReplacesAGoodOne() {
    FieldHeartbeat watchdog = heartbeat(HeartbeatBehavior.WATCHDOG_LKG);
    receive(watchdog, 0, 1, 0);
    receive(watchdog, 0.5, 2, StatusCodes.Bad_SensorFailure);
    until(3);
    assertThat(sent).isEmpty();

    receive(watchdog, 3, 3, StatusCodes.Uncertain_LastUsableValue);
    until(4.1);
    assertThat(sent).containsExactly("4.0 3 40900000");
  }

  @Test
  void whatIsGoodIsWhatOpcPublisherTakesForGood() {
    assertThat(FieldHeartbeat.isGood(new DataValue(Variant.NULL_VALUE, StatusCode.GOOD))).isTrue();
    assertThat(FieldHeartbeat.isGood(value(1, 0x40000000L))).isTrue();
    assertThat(
            FieldHeartbeat.isGood(new DataValue(Variant.NULL_VALUE, new StatusCode(0x40000000L))))
        .isFalse();
    assertThat(FieldHeartbeat.isGood(value(1, 0x80000000L))).isFalse();
    assertThat(FieldHeartbeat.isGood(value(1, 0x480L))).isTrue();
    assertThat(FieldHeartbeat.isGood(new DataValue(Variant.NULL_VALUE, new StatusCode(0x480L))))
        .isFalse();
  }

  @Test
  void timestampsMoveUpByTheTimeSinceTheValueCame() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.WATCHDOG_LKV_WITH_UPDATED_TIMESTAMPS);
    heartbeat.received(value(1, 0), ORIGIN);

    DataValue after = heartbeat.value(true, ORIGIN + TimeUnit.SECONDS.toNanos(2)).orElseThrow();

    assertThat(after.sourceTime()).isEqualTo(new DateTime(120_000_000L));
    assertThat(after.serverTime()).isNull();
  }

  @Test
  void withoutAConnectionTheStatusSaysSoAndWithOneItIsThatOfTheValueAgain() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.WATCHDOG_LKV);
    receive(heartbeat, 0, 1, 0);
    connected = false;
    until(2.5);
    connected = true;
    until(3.1);
    receive(heartbeat, 3.1, 2, StatusCodes.Bad_SensorFailure);
    connected = false;
    until(4.2);

    assertThat(sent)
        .containsExactly("1.0 1 408F0000", "2.0 1 408F0000", "3.0 1 00000000", "4.1 2 80310000");
  }

  @Test
  void aNodeThatTheServerRefusesHasItsReasonAndANodeWithoutAnyNothing() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.PERIODIC_LKV);
    FieldHeartbeat good = heartbeat(HeartbeatBehavior.PERIODIC_LKG);
    until(1.1);
    assertThat(sent).isEmpty();

    heartbeat.answered(new StatusCode(StatusCodes.Bad_NodeIdUnknown));
    good.answered(new StatusCode(StatusCodes.Bad_NodeIdUnknown));
    until(2.1);

    assertThat(sent).containsExactly("2.0 null 80340000");
  }

  @Test
  void whatWasMissedDoesNotCome() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.PERIODIC_LKV);
    heartbeat.received(value(1, 0), ORIGIN);
    now = 7500;
    send();
    until(8.6);

    assertThat(sent).containsExactly("7.5 1 00000000", "8.5 1 00000000");
  }

  @Test
  void aHeartbeatThatHasEndedDoesNotCome() {
    FieldHeartbeat heartbeat = heartbeat(HeartbeatBehavior.PERIODIC_LKV);
    heartbeat.received(value(1, 0), ORIGIN);
    heartbeat.end();
    until(2);

    assertThat(sent).isEmpty();
    assertThat(schedule.nextNanos()).isEqualTo(Long.MAX_VALUE);
  }
}
