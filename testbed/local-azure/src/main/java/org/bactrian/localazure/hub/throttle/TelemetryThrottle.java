package org.bactrian.localazure.hub.throttle;

import java.util.function.LongSupplier;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.jspecify.annotations.Nullable;

/**
 * Limit of device-to-cloud messages that tests set ("IoT Hub quotas and throttling",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-quotas-throttling). What is over it is
 * not taken, and ends the connection that it came over. Without a limit every message is taken.
 * Thread-safe.
 */
public final class TelemetryThrottle {

  private final LongSupplier nanos;
  private @Nullable TokenBucket bucket;
  private long refused;

  /**
   * @param nanos time that only grows, in nanoseconds
   */
  public TelemetryThrottle(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Limits the messages of all devices together from now on.
   *
   * @param perSecond messages a second that are taken for long
   * @param burst messages that are taken at once after a pause, at least 1
   */
  public synchronized void limit(double perSecond, int burst) {
    bucket = TokenBucket.full(perSecond, burst, nanos.getAsLong());
  }

  /** Takes the limit away. */
  public synchronized void unlimit() {
    bucket = null;
  }

  /** Returns how many messages were refused since the start. */
  public synchronized long refused() {
    return refused;
  }

  /**
   * Takes a message.
   *
   * @throws HubFaultException when it is over the limit
   */
  public synchronized void take() {
    if (bucket != null && !bucket.take(nanos.getAsLong())) {
      refused++;
      throw new HubFaultException(
          HubFault.THROTTLED, "more device-to-cloud messages than the hub takes at a time");
    }
  }
}
