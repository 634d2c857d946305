package org.bactrian.edge.publisher.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.edge.publisher.message.DataSetDescription;
import org.bactrian.edge.publisher.message.DescribedType;
import org.bactrian.edge.publisher.message.FieldDescription;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServerDataTypes;
import org.bactrian.opcua.session.Session;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** Reads the types of fields from their server (Part 3, 5.6.2 and 5.8.3). */
final class DataSetDescriptionReader {

  private static final ReadOptions WITHOUT_TIMES =
      new ReadOptions(Duration.ZERO, TimestampsToReturn.Neither);
  private static final List<AttributeId> ATTRIBUTES =
      List.of(
          AttributeId.DataType,
          AttributeId.ValueRank,
          AttributeId.ArrayDimensions,
          AttributeId.Description);

  private final Session session;
  private final List<PublishedField> fields;

  private DataSetDescriptionReader(Session session, List<PublishedField> fields) {
    this.session = session;
    this.fields = fields;
  }

  /** Reads the description of the values among {@code fields}; what cannot be read is left out. */
  static CompletableFuture<DataSetDescription> of(Session session, List<PublishedField> fields) {
    List<PublishedField> values =
        fields.stream()
            .filter(field -> !field.publishesEvents())
            .filter(field -> field.item().attribute() == AttributeId.Value)
            .toList();
    return new DataSetDescriptionReader(session, values).read();
  }

  private CompletableFuture<DataSetDescription> read() {
    List<NodeAttributeId> targets = new ArrayList<>();
    for (PublishedField field : fields) {
      for (AttributeId attribute : ATTRIBUTES) {
        targets.add(new NodeAttributeId(field.item().nodeId(), attribute, ""));
      }
    }
    NodeServices services = new NodeServices(session::client);
    // The tree of types waits for the server.
    return services
        .read(targets, WITHOUT_TIMES)
        .thenCombineAsync(session.client(), this::described)
        .thenCompose(known -> named(services, known));
  }

  private DataSetDescription described(List<AttributeValue> answers, OpcUaClient client) {
    ServerDataTypes types = new ServerDataTypes(client);
    Map<String, FieldDescription> described = new HashMap<>();
    Map<NodeId, DescribedType> defined = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      int at = i * ATTRIBUTES.size();
      if (valueOf(answers.get(at)) instanceof NodeId type) {
        described.put(
            fields.get(i).item().key(),
            new FieldDescription(
                type,
                types.builtInType(type).orElse(OpcUaDataType.Variant),
                valueOf(answers.get(at + 1)) instanceof Integer rank ? rank : -1,
                dimensions(valueOf(answers.get(at + 2))),
                text(valueOf(answers.get(at + 3)))));
        if (type.getNamespaceIndex().intValue() != 0 && !defined.containsKey(type)) {
          types
              .definition(type)
              .ifPresent(
                  definition ->
                      defined.put(type, new DescribedType(QualifiedName.NULL_VALUE, definition)));
        }
      }
    }
    return new DataSetDescription(described, defined);
  }

  private static CompletableFuture<DataSetDescription> named(
      NodeServices services, DataSetDescription known) {
    List<NodeId> ids = List.copyOf(known.types().keySet());
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(known);
    }
    List<NodeAttributeId> targets =
        ids.stream()
            .map(id -> new NodeAttributeId(id.expanded(), AttributeId.BrowseName, ""))
            .toList();
    return services
        .read(targets, WITHOUT_TIMES)
        .thenApply(
            names -> {
              Map<NodeId, DescribedType> types = new LinkedHashMap<>();
              for (int i = 0; i < ids.size(); i++) {
                DescribedType type = known.types().get(ids.get(i));
                if (type != null) {
                  types.put(
                      ids.get(i),
                      valueOf(names.get(i)) instanceof QualifiedName name
                          ? new DescribedType(name, type.definition())
                          : type);
                }
              }
              return new DataSetDescription(known.fields(), types);
            });
  }

  private static Object valueOf(AttributeValue answer) {
    Object value = answer.value().value().value();
    return value == null ? "" : value;
  }

  private static List<Long> dimensions(Object value) {
    return value instanceof UInteger[] lengths
        ? Arrays.stream(lengths).map(UInteger::longValue).toList()
        : List.of();
  }

  private static String text(Object value) {
    return value instanceof LocalizedText text && text.text() != null ? text.text() : "";
  }
}
