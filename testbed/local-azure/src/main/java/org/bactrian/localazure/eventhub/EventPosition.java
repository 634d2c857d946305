package org.bactrian.localazure.eventhub;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.localazure.servicebus.fault.BusFault;
import org.bactrian.localazure.servicebus.fault.BusFaultException;

/** Position in a partition from which on a receiver wants events. */
public sealed interface EventPosition {

  /** The first event that is kept. */
  EventPosition EARLIEST = new FromNumber(0);

  /** Position behind the last event: only later ones are read. */
  EventPosition LATEST = new End();

  /** Behind the last event. */
  record End() implements EventPosition {}

  /** The event of a number; events before it are left out. */
  record FromNumber(long sequenceNumber) implements EventPosition {}

  /** The first event that was enqueued at a time, or after it. */
  record FromTime(Instant enqueued) implements EventPosition {}

  /** Form in which the SDKs write it, a selector of the annotations of events. */
  Pattern SELECTOR =
      Pattern.compile(
          "\\s*amqp\\.annotation\\.x-opt-(offset|sequence-number|enqueued-time(?:-utc)?)"
              + "\\s*(>=?)\\s*'([^']*)'\\s*");

  /**
   * Reads a selector ("AMQP 1.0 in Azure Service Bus and Event Hubs protocol guide",
   * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide).
   *
   * @throws BusFaultException when it is none that the SDKs of Event Hubs write
   */
  static EventPosition ofSelector(String selector) {
    Matcher parts = SELECTOR.matcher(selector);
    if (!parts.matches()) {
      throw unknown(selector);
    }
    boolean inclusive = parts.group(2).equals(">=");
    String value = parts.group(3);
    if (value.equals("@latest")) {
      return LATEST;
    }
    try {
      long number = Long.parseLong(value);
      return switch (parts.group(1)) {
        case "offset" ->
            new FromNumber(inclusive ? EventStamp.atOrAfter(number) : EventStamp.after(number));
        case "sequence-number" -> new FromNumber(inclusive ? number : number + 1);
        default -> new FromTime(Instant.ofEpochMilli(inclusive ? number : number + 1));
      };
    } catch (NumberFormatException e) {
      throw unknown(selector);
    }
  }

  private static BusFaultException unknown(String selector) {
    return new BusFaultException(
        BusFault.ARGUMENT,
        "The selector \"" + selector + "\" is none of a position in a partition.");
  }
}
