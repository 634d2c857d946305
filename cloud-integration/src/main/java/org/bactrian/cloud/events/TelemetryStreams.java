package org.bactrian.cloud.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.bactrian.web.stream.StreamHub;
import org.bactrian.web.stream.StreamMessage;

/**
 * The bean {@code telemetryStreams}: takes values to the subscribers of their endpoints. Each value
 * is encoded once, whatever the number of subscribers, and not at all without them.
 */
public final class TelemetryStreams {

  private static final String TARGET = "PublisherMessage";

  /** Size of the parts in which the values of a list are sent, in bytes. */
  private static final int PART = 64 * 1024;

  private final StreamHub hub;

  TelemetryStreams(LiveHubs hubs) {
    this.hub = hubs.of(LiveHub.PUBLISHERS);
  }

  /** Sends values to those who subscribed to their endpoints, in their order. */
  public void publish(@Body List<MonitoredItemMessage> values) {
    Map<String, EncodedValues> encoded = new LinkedHashMap<>();
    for (MonitoredItemMessage value : values) {
      String endpointId = value.endpointId();
      if (endpointId != null && !endpointId.isEmpty() && hub.hasMembers(endpointId)) {
        encoded.computeIfAbsent(endpointId, EncodedValues::new).add(RegistryJson.bytes(value));
      }
    }
    encoded.values().forEach(EncodedValues::send);
  }

  /** Values of one endpoint on their way to its subscribers. */
  private final class EncodedValues {

    private final Set<String> endpoint;
    private List<byte[]> part = new ArrayList<>();
    private int size;

    private EncodedValues(String endpointId) {
      this.endpoint = Set.of(endpointId);
    }

    private void add(byte[] value) {
      part.add(value);
      size += value.length;
      if (size >= PART) {
        send();
      }
    }

    private void send() {
      if (!part.isEmpty()) {
        hub.publish(endpoint, new StreamMessage(TARGET, part));
        part = new ArrayList<>();
        size = 0;
      }
    }
  }
}
