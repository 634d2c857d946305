package org.bactrian.localazure.hub.mqtt;

import io.vertx.core.Future;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.time.Clock;
import java.util.Map;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;
import org.bactrian.localazure.hub.identity.Identity;
import org.bactrian.localazure.hub.registry.IdentityRegistry;
import org.bactrian.localazure.hub.routing.HubRouting;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.hub.throttle.TelemetryThrottle;

/**
 * Device-to-cloud messages ("Send device-to-cloud messages to IoT Hub",
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c). Belongs to the hub's
 * event loop.
 */
final class MqttTelemetry {

  /** Largest message: body, values of system properties, names and values of the others. */
  static final int MAX_MESSAGE_BYTES = 256 * 1024;

  private static final String RETAIN_PROPERTY = "mqtt-retain";

  private final IdentityRegistry registry;
  private final HubRouting routing;
  private final TelemetryThrottle throttle;
  private final Clock clock;
  private long nextSequenceNumber;

  MqttTelemetry(
      IdentityRegistry registry, HubRouting routing, TelemetryThrottle throttle, Clock clock) {
    this.registry = registry;
    this.routing = routing;
    this.throttle = throttle;
    this.clock = clock;
  }

  /**
   * Takes a message and routes it.
   *
   * @return done when it is where it goes
   * @throws HubFaultException when it is too large, or the hub throttles
   * @throws IllegalArgumentException when its properties are badly encoded
   */
  Future<Void> accept(HubMqttConnection sender, MqttPublishMessage message) {
    PropertyBag bag =
        PropertyBag.parse(message.topicName().substring(sender.topics().telemetry().length()));
    int size = message.payload().length() + bag.size();
    if (size > MAX_MESSAGE_BYTES) {
      throw new HubFaultException(
          HubFault.MESSAGE_TOO_LARGE,
          "a message of " + size + " bytes, at most " + MAX_MESSAGE_BYTES + " are allowed");
    }
    throttle.take();
    Map<String, String> application = bag.application();
    if (message.isRetain()) {
      application.put(RETAIN_PROPERTY, "true");
    }
    registry.active(sender.client());
    return routing.route(
        new DeviceMessage(
            sender.client(),
            registry.identity(sender.client()).map(Identity::generationId).orElse(""),
            nextSequenceNumber++,
            clock.instant(),
            bag.system(),
            application,
            message.payload().getBytes()));
  }
}
