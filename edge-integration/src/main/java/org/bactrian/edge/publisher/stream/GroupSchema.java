package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bactrian.edge.publisher.group.DataSetWriter;
import org.bactrian.edge.publisher.group.DeliveryGuarantee;
import org.bactrian.edge.publisher.group.MessageDelivery;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.DataSetDescription;
import org.bactrian.edge.publisher.message.NetworkMessage;
import org.bactrian.edge.publisher.message.NetworkMessageSchema;

/**
 * JSON schema of the messages of a WriterGroup. It is sent when all writers of the group are
 * described, again when it has changed, and again whenever the first writer is. Used on the group's
 * thread.
 */
final class GroupSchema {

  private final Map<String, Described> described = new HashMap<>();
  private byte[] sent = {};
  private String name = "";

  /** Writer as its server describes it. */
  private record Described(DataSetWriter writer, DataSetDescription description) {}

  /** Returns the delivery of the schema of a writer's group, which a broker retains. */
  static MessageDelivery deliveryTo(DataSetWriter writer) {
    return new MessageDelivery(
        writer.metaData().schemaTopic(), DeliveryGuarantee.AT_LEAST_ONCE, true, Duration.ZERO);
  }

  /** Takes the description of a writer; returns the schema if it is to be sent now. */
  Optional<NetworkMessage> describe(
      WriterGroup group, DataSetWriter writer, DataSetDescription description) {
    described.put(writer.name(), new Described(writer, description));
    described
        .keySet()
        .retainAll(group.writers().stream().map(DataSetWriter::name).collect(Collectors.toSet()));
    if (described.size() < group.writers().size()) {
      return Optional.empty();
    }
    Map<DataSetWriter, DataSetDescription> inOrder = new LinkedHashMap<>();
    for (DataSetWriter one : group.writers()) {
      Described known = described.get(one.name());
      if (known != null) {
        inOrder.put(known.writer(), known.description());
      }
    }
    NetworkMessage message = NetworkMessageSchema.of(group, inOrder);
    boolean first = group.writers().get(0).name().equals(writer.name());
    if (!first && Arrays.equals(message.body(), sent)) {
      return Optional.empty();
    }
    sent = message.body();
    name = NetworkMessageSchema.nameOf(group);
    return Optional.of(message);
  }

  /** Returns a message with the name of its schema, if that was sent. */
  NetworkMessage named(NetworkMessage message) {
    return name.isEmpty() ? message : message.withProperty(NetworkMessageSchema.PROPERTY, name);
  }
}
