package org.bactrian.localazure.hub.routing;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.bactrian.localazure.eventhub.EventStamp;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.query.RouteCondition;
import org.bactrian.localazure.servicebus.message.BusMessage;

/**
 * A message that is routed, be it a device's or the hub's own.
 *
 * @param client whom it is from, or about
 * @param enqueued when the hub made or accepted it
 * @param system system properties by their names in IoT Hub, such as {@code content-type}
 * @param application application properties
 * @param body the payload; not copied, so nobody may change it
 */
record HubEvent(
    RouteSource source,
    ClientId client,
    Instant enqueued,
    Map<String, String> system,
    Map<String, String> application,
    byte[] body) {

  private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

  // These have places of their own in an AMQP message.
  private static final Set<String> PROPERTIES =
      Set.of("message-id", "correlation-id", "user-id", "to", "content-type", "content-encoding");

  /** Document that conditions are evaluated on, with only the parts that they read. */
  JsonNode document(boolean withBody, Optional<ObjectNode> twin) {
    ObjectNode document = JSON.createObjectNode();
    application.forEach(document::put);
    stamped().forEach((name, value) -> document.put("$" + name, value));
    stamped().forEach((name, value) -> document.put("$" + routingName(name), value));
    twin.ifPresent(json -> document.set("$twin", json));
    if (withBody) {
      document.set("$body", bodyAsJson());
    }
    return RouteCondition.folded(document);
  }

  /** The form in which Service Bus gets it. */
  BusMessage toBusMessage() {
    Map<String, Object> shown = new LinkedHashMap<>(application);
    shown.putAll(unplaced());
    return BusMessage.of(annotations(), properties(), shown, body);
  }

  /**
   * The form in which the built-in endpoint has it ("Read device-to-cloud messages from the
   * built-in endpoint",
   * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-read-builtin).
   */
  BusMessage toEvent(EventStamp stamp) {
    Map<String, Object> annotations = annotations();
    annotations.putAll(stamp.annotations());
    annotations.put("x-opt-partition-key", client.deviceId());
    return BusMessage.of(annotations, properties(), new LinkedHashMap<>(application), body);
  }

  private Properties properties() {
    Properties properties = new Properties();
    text("message-id").ifPresent(properties::setMessageId);
    text("correlation-id").ifPresent(properties::setCorrelationId);
    text("to").ifPresent(properties::setTo);
    text("user-id")
        .ifPresent(user -> properties.setUserId(new Binary(user.getBytes(StandardCharsets.UTF_8))));
    text("content-type").map(Symbol::valueOf).ifPresent(properties::setContentType);
    text("content-encoding").map(Symbol::valueOf).ifPresent(properties::setContentEncoding);
    return properties;
  }

  private Map<String, Object> annotations() {
    Map<String, Object> annotations = new LinkedHashMap<>(unplaced());
    annotations.put("iothub-enqueuedtime", Date.from(enqueued));
    return annotations;
  }

  private Map<String, String> unplaced() {
    Map<String, String> unplaced = stamped();
    unplaced.keySet().removeAll(PROPERTIES);
    return unplaced;
  }

  private Map<String, String> stamped() {
    Map<String, String> stamped = new LinkedHashMap<>(system);
    stamped.put("iothub-connection-device-id", client.deviceId());
    client.moduleId().ifPresent(module -> stamped.put("iothub-connection-module-id", module));
    stamped.put("iothub-enqueuedtime", enqueued.toString());
    stamped.put("iothub-message-source", source.messageSource());
    return stamped;
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(system.get(name));
  }

  // Without the right type and encoding the body is not looked at, as in IoT Hub.
  private JsonNode bodyAsJson() {
    String type = system.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
    String encoding = system.getOrDefault("content-encoding", "").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json") || !encoding.startsWith("utf-")) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(new String(body, encoding));
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** contentType for content-type, connectionDeviceId for iothub-connection-device-id. */
  private static String routingName(String name) {
    String plain = name.startsWith("iothub-") ? name.substring("iothub-".length()) : name;
    String camel =
        HYPHEN
            .matcher(plain)
            .replaceAll((MatchResult hit) -> hit.group(1).toUpperCase(Locale.ROOT));
    return camel.equals("enqueuedtime") ? "enqueuedTime" : camel;
  }
}
