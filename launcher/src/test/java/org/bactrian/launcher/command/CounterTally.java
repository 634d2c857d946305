package org.bactrian.launcher.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.model.telemetry.TelemetryDataSet;
import org.bactrian.model.telemetry.TelemetryField;
import org.bactrian.model.telemetry.TelemetryMessage;

/**
 * Tally of telemetry whose fields are counters: each number should come once and in its order,
 * apart from copies of a whole message, which bear its id. Thread-safe.
 */
final class CounterTally {

  private static final int MOST_FAULTS = 20;

  private final int counters;
  private final Set<String> messageIds = new HashSet<>();
  private final Map<String, Counter> received = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private int gaps;
  private long copies;

  /** Numbers of one counter. */
  private static final class Counter {
    private long last;
    private long count;
  }

  /**
   * @param counters how many there are
   */
  CounterTally(int counters) {
    this.counters = counters;
  }

  /** Counts what a message holds. */
  synchronized void take(DeviceMessage message) {
    if (!messageIds.add(message.system().get("message-id"))) {
      copies++;
      return;
    }
    TelemetryMessage telemetry = TelemetryMessage.read(message.body());
    gaps += telemetry.json().path("MessageType").asText().equals("gap") ? 1 : 0;
    for (TelemetryDataSet dataSet : telemetry.messages()) {
      dataSet.fields().forEach(this::take);
    }
  }

  private void take(String name, TelemetryField field) {
    Counter counter = received.computeIfAbsent(name, n -> new Counter());
    long number = (long) field.number();
    if (counter.count > 0 && number != counter.last + 1 && faults.size() < MOST_FAULTS) {
      faults.add(name + ": " + number + " after " + counter.last);
    }
    counter.last = number;
    counter.count++;
  }

  /** Begins anew: the counters, too, may begin with any number. */
  synchronized void beginAnew() {
    received.clear();
  }

  /** Returns the fewest numbers that came of any counter. */
  synchronized long least() {
    return received.size() < counters
        ? 0
        : received.values().stream().mapToLong(counter -> counter.count).min().orElse(0);
  }

  /** Returns how many numbers came. */
  synchronized long count() {
    return received.values().stream().mapToLong(counter -> counter.count).sum();
  }

  /** Returns numbers that do not follow the one before, the first of them. */
  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /** Returns how many messages told a gap. */
  synchronized int gaps() {
    return gaps;
  }

  /** Returns how many messages came that had come before. */
  synchronized long copies() {
    return copies;
  }
}
