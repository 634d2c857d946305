package org.bactrian.launcher.azure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.bactrian.iothub.events.HubEventReader;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.iothub.events.HubMessageListener;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.telemetry.MonitorLine;

/**
 * Monitor of the telemetry that arrives at a hub, local or Azure's, one line of JSON a message. It
 * reads the built-in endpoint as any other consumer group does.
 */
public final class TelemetryMonitor {

  private static final String CONSUMER_GROUP = "$Default";
  private static final long LOOK_MILLIS = 1_000;

  /** Names of what the hub adds to the properties that the sender of a message gave it. */
  private static final Set<String> ANNOTATIONS =
      Set.of(
          "iothub-connection-device-id",
          "iothub-connection-module-id",
          "iothub-connection-auth-method",
          "iothub-connection-auth-generation-id",
          "iothub-enqueuedtime",
          "iothub-message-source",
          "x-opt-sequence-number",
          "x-opt-offset",
          "x-opt-enqueued-time",
          "x-opt-partition-key");

  private final Supplier<String> connectionString;

  /**
   * A monitor that does not read yet.
   *
   * @param connectionString gives that of the hub's built-in endpoint; asked again and again, since
   *     a local hub may come back with another one
   */
  public TelemetryMonitor(Supplier<String> connectionString) {
    this.connectionString = connectionString;
  }

  /** Listener to what the monitor reads, on threads of its own. */
  public interface Listener {

    /** Nothing that arrives at an endpoint is missed any more. */
    void reading(String endpoint);

    /** Takes a message as a line of JSON. */
    void line(String line);

    /** The hub does not answer; it is waited for. */
    void lost(String reason);
  }

  /**
   * Reads until the thread is interrupted.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public void follow(Listener listener) throws InterruptedException {
    while (true) {
      String connection = connectionString.get();
      HubEventReader reader =
          HubEventReader.open(
              connection, CONSUMER_GROUP, new Adapter(endpoint(connection), listener));
      try (reader) {
        do {
          Thread.sleep(LOOK_MILLIS);
        } while (connectionString.get().equals(connection));
      }
    }
  }

  private static String endpoint(String connection) {
    return connection.replaceFirst(".*Endpoint=(.*?)/?;.*", "$1");
  }

  private static DeviceMessage deviceMessage(HubMessage message) {
    Map<String, String> system = new LinkedHashMap<>();
    message
        .system()
        .forEach(
            (name, value) -> {
              if (!ANNOTATIONS.contains(name)) {
                system.put(name, value.toString());
              }
            });
    Map<String, String> application = new LinkedHashMap<>();
    message.application().forEach((name, value) -> application.put(name, String.valueOf(value)));
    ClientId sender =
        message.moduleId().isEmpty()
            ? ClientId.device(message.deviceId())
            : ClientId.module(message.deviceId(), message.moduleId());
    return new DeviceMessage(
        sender,
        message.system("iothub-connection-auth-generation-id").orElse(""),
        message.sequenceNumber(),
        message.enqueued(),
        system,
        application,
        message.body());
  }

  private record Adapter(String endpoint, Listener listener) implements HubMessageListener {

    @Override
    public void message(HubMessage message) {
      listener.line(MonitorLine.of(deviceMessage(message)));
    }

    @Override
    public void reading() {
      listener.reading(endpoint);
    }

    @Override
    public void lost(Throwable failure) {
      listener.lost(String.valueOf(failure.getMessage()));
    }
  }
}
