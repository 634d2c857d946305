package org.bactrian.simulator.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.model.objects.BaseEventTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.SimpleAttributeOperand;
import org.jspecify.annotations.Nullable;

/**
 * Event as it was when it was announced.
 *
 * @param id its EventId
 * @param time its Time, in ticks of 100 ns since 1601
 * @param fields values of its variables by path, such as {@code AckedState/Id}
 */
public record RecordedEvent(ByteString id, long time, Map<String, Variant> fields) {

  private static final int DEEPEST = 2;

  public RecordedEvent {
    fields = Map.copyOf(fields);
  }

  /** The event that a node shows now. */
  public static RecordedEvent of(BaseEventTypeNode node) {
    Map<String, Variant> fields = new HashMap<>();
    collect(node, "", fields, 1);
    return new RecordedEvent(node.getEventId(), node.getTime().getUtcTime(), fields);
  }

  private static void collect(UaNode node, String path, Map<String, Variant> fields, int depth) {
    for (Reference reference : node.getReferences()) {
      boolean part =
          Reference.HAS_PROPERTY_PREDICATE.or(Reference.HAS_COMPONENT_PREDICATE).test(reference);
      Optional<UaNode> member =
          part
              ? node.getNodeContext()
                  .getServer()
                  .getAddressSpaceManager()
                  .getManagedNode(reference.getTargetNodeId())
              : Optional.empty();
      if (member.orElse(null) instanceof UaVariableNode variable) {
        String name = path + variable.getBrowseName().name();
        fields.put(name, variable.getValue().value());
        if (depth < DEEPEST) {
          collect(variable, name + "/", fields, depth + 1);
        }
      }
    }
  }

  /** An event that a client writes; empty without an EventId and a Time. */
  static Optional<RecordedEvent> of(SimpleAttributeOperand[] select, Variant[] values) {
    Map<String, Variant> fields = new HashMap<>();
    for (int i = 0; select != null && values != null && i < select.length; i++) {
      if (i < values.length) {
        fields.put(path(select[i]), values[i]);
      }
    }
    return value(fields, "EventId") instanceof ByteString id
            && value(fields, "Time") instanceof DateTime time
        ? Optional.of(new RecordedEvent(id, time.getUtcTime(), fields))
        : Optional.empty();
  }

  /** Value of a field by its path; null where the event does not have it. */
  @Nullable Object value(String path) {
    return value(fields, path);
  }

  private static @Nullable Object value(Map<String, Variant> fields, String name) {
    return fields.getOrDefault(name, Variant.NULL_VALUE).value();
  }

  /** Value of a field; null of OPC UA where the event does not have it. */
  Variant field(SimpleAttributeOperand operand) {
    return fields.getOrDefault(path(operand), Variant.NULL_VALUE);
  }

  private static String path(SimpleAttributeOperand operand) {
    QualifiedName[] names = operand.getBrowsePath();
    return names == null
        ? ""
        : Arrays.stream(names).map(QualifiedName::name).collect(Collectors.joining("/"));
  }
}
