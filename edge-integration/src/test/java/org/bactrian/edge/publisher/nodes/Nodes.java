package org.bactrian.edge.publisher.nodes;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.PublishedField;

/** Short ways to read published nodes in tests. */
final class Nodes {

  static final Path FILE = Path.of("published_nodes.json");
  static final PublishingDefaults COMPATIBLE = PublishingDefaults.compatible("plant-edge");
  static final PublishingDefaults STRICT = PublishingDefaults.strict("plant-edge");

  private Nodes() {}

  static PublishedNodes strict(String text) {
    return PublishedNodes.parse(FILE, text, STRICT);
  }

  static PublishedNodes compatible(String text) {
    return PublishedNodes.parse(FILE, text, COMPATIBLE);
  }

  /** An entry for a server with attributes and nodes, each as JSON text. */
  static String entry(String attributes, String nodes) {
    return "{\"EndpointUrl\": \"opc.tcp://plc1:4840\""
        + (attributes.isEmpty() ? "" : ", " + attributes)
        + ", \"OpcNodes\": ["
        + nodes
        + "]}";
  }

  /** An entry with a writer that publishes {@code count} nodes. */
  static String writer(String name, int count) {
    return entry("\"DataSetWriterId\": \"" + name + "\"", nodes(name, count));
  }

  static String nodes(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"Id\": \"ns=2;s=" + prefix + i + "\"}")
        .collect(Collectors.joining(", "));
  }

  static List<DataSetWriter> writers(PublishedNodes nodes) {
    return nodes.groups().stream().flatMap(group -> group.writers().stream()).toList();
  }

  static DataSetWriter onlyWriter(PublishedNodes nodes) {
    List<DataSetWriter> writers = writers(nodes);
    if (writers.size() != 1) {
      throw new AssertionError("expected one writer, was " + writers + " with " + nodes.faults());
    }
    return writers.get(0);
  }

  static List<PublishedField> fields(PublishedNodes nodes) {
    return writers(nodes).stream().flatMap(writer -> writer.fields().stream()).toList();
  }

  static PublishedField onlyField(PublishedNodes nodes) {
    List<PublishedField> fields = fields(nodes);
    if (fields.size() != 1) {
      throw new AssertionError("expected one field, was " + fields + " with " + nodes.faults());
    }
    return fields.get(0);
  }

  static List<String> names(PublishedNodes nodes) {
    return writers(nodes).stream().map(DataSetWriter::name).toList();
  }

  /** Place and message of each fault; the pointers are a test of their own. */
  static List<String> faults(PublishedNodes nodes) {
    return nodes.faults().stream()
        .map(fault -> fault.toString().replaceFirst(": /.+?: ", ": "))
        .toList();
  }
}
