package org.bactrian.bench.publish;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes a published nodes file for items of simulators. Each item is published under the name that
 * {@link TelemetryScanner#name} gives it.
 */
final class PublishedNodesWriter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A DataSetMessage of more would not fit into a message of IoT Hub. */
  private static final int NODES_PER_WRITER = 1_000;

  private final SimulatedItems items;
  private final int groups;
  private final ArrayNode entries = JSON.createArrayNode();

  private PublishedNodesWriter(SimulatedItems items, int groups) {
    this.items = items;
    this.groups = groups;
  }

  /**
   * Writes the file.
   *
   * @param groups number of WriterGroups that the items are spread over
   */
  static void write(Path file, SimulatedItems items, int groups) throws IOException {
    PublishedNodesWriter writer = new PublishedNodesWriter(items, groups);
    for (int server = 0; server < items.servers().size(); server++) {
      writer.add(server);
    }
    JSON.writeValue(file.toFile(), writer.entries);
  }

  private void add(int server) {
    int most = Math.min(NODES_PER_WRITER, Math.max(1, items.items() / groups));
    int first = server * items.perServer();
    int end = first + items.itemsOf(server);
    for (int from = first; from < end; from += most) {
      add(server, from, Math.min(end, from + most));
    }
  }

  private void add(int server, int from, int end) {
    int number = entries.size();
    ObjectNode entry =
        entries
            .addObject()
            .put("EndpointUrl", items.servers().get(server))
            .put("UseSecurity", false)
            .put("DataSetWriterGroup", "group" + number % groups)
            .put("DataSetWriterId", "writer" + number)
            .put("DataSetPublishingInterval", items.publishing())
            .put("DataSetSamplingInterval", items.sampling());
    ArrayNode nodes = entry.putArray("OpcNodes");
    for (int item = from; item < end; item++) {
      nodes
          .addObject()
          .put("Id", "nsu=" + SimulatedItems.NAMESPACE + ";i=" + items.identifier(item))
          .put("DisplayName", TelemetryScanner.name(item))
          .put("QueueSize", items.queueSize());
    }
  }
}
