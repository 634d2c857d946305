package org.bactrian.cloud.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.component.azure.servicebus.ServiceBusConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.stream.StreamHub;
import org.bactrian.web.stream.StreamMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code eventReceiver}: takes what comes by the topic that each replica subscribes to, to
 * the subscribers of this replica. Safe for use by several threads.
 */
public final class EventReceiver {

  /** Application property of messages of the topic: what they are about, such as Application. */
  static final String SOURCE = "BactrianEventSource";

  static final String SUBSCRIPTION = "Subscription";
  static final String PROGRESS = "DiscoveryProgress";

  private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

  private final LiveHubs hubs;
  private final EventSubscriptions subscriptions;
  private final InstantSource clock;

  EventReceiver(LiveHubs hubs, EventSubscriptions subscriptions, InstantSource clock) {
    this.hubs = hubs;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /**
   * Takes a message. One that cannot be read is logged and dropped, since nobody waits for it.
   *
   * @param properties application properties of the message
   */
  public void take(
      @Body byte[] body,
      @Header(ServiceBusConstants.APPLICATION_PROPERTIES)
          @Nullable Map<String, Object> properties) {
    Map<String, Object> known = properties == null ? Map.of() : properties;
    String source = String.valueOf(known.getOrDefault(SOURCE, ""));
    try {
      if (source.equals(SUBSCRIPTION)) {
        subscriptions.fromOtherReplica(RegistryJson.read(body, SubscriptionChange.class));
      } else if (source.equals(PROGRESS)) {
        progress(DiscoveryProgressEvent.read(body, sender(known)));
      } else {
        LiveHub.of(source).ifPresent(hub -> changed(hub, RegistryJson.read(body, JsonNode.class)));
      }
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      LOG.warn("A message about {} cannot be read and is dropped: {}", source, e.getMessage());
    }
  }

  private static ModuleId sender(Map<String, Object> properties) {
    return new ModuleId(
        String.valueOf(properties.getOrDefault("iothub-connection-device-id", "")),
        String.valueOf(properties.getOrDefault("iothub-connection-module-id", "")));
  }

  private void changed(LiveHub hub, JsonNode event) {
    StreamHub subscribers = hubs.of(hub);
    if (!subscribers.hasListeners()) {
      return;
    }
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.set("eventType", event.path("eventType"));
    told.set("id", event.path("id"));
    if (event.path("entity").isObject()) {
      told.set(hub.entity().toLowerCase(Locale.ROOT), event.path("entity"));
    }
    subscribers.publish(message(hub.entity() + "Event", told));
  }

  private void progress(DiscoveryProgressEvent event) {
    Set<String> groups = event.groups();
    StreamHub subscribers = hubs.of(LiveHub.DISCOVERY);
    if (groups.stream().noneMatch(subscribers::hasMembers)) {
      return;
    }
    if (event.isStale(clock.instant())) {
      LOG.debug("Progress of {} is dropped: it is older than 10 s", event.discovererId());
      return;
    }
    subscribers.publish(groups, message(PROGRESS, event));
  }

  private static StreamMessage message(String target, Object argument) {
    return new StreamMessage(target, List.of(RegistryJson.bytes(argument)));
  }
}
