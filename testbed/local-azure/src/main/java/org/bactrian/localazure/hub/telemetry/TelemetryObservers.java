package org.bactrian.localazure.hub.telemetry;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observers of the messages that the hub accepts. Thread-safe. */
public final class TelemetryObservers {

  private static final Logger LOG = LoggerFactory.getLogger(TelemetryObservers.class);

  private final List<Consumer<DeviceMessage>> observers = new CopyOnWriteArrayList<>();

  /**
   * Adds an observer. It is called on the hub's event loop before the sender gets its
   * acknowledgement, one message at a time, so it must not block.
   *
   * @return ends the observation
   */
  public TelemetryObservation add(Consumer<DeviceMessage> observer) {
    observers.add(observer);
    return () -> observers.remove(observer);
  }

  /** Hands a message to everyone; an observer that throws does not keep it from the others. */
  public void publish(DeviceMessage message) {
    for (Consumer<DeviceMessage> observer : observers) {
      try {
        observer.accept(message);
      } catch (RuntimeException e) {
        LOG.warn(
            "An observer failed on message {} of {}",
            message.sequenceNumber(),
            message.sender(),
            e);
      }
    }
  }
}
