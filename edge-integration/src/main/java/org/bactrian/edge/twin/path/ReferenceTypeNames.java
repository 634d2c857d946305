package org.bactrian.edge.twin.path;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.ReferenceTypes;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Names of the reference types of namespace 0 (Part 5, 11), which stand for their node ids. */
final class ReferenceTypeNames {

  private static final Map<String, NodeId> IDS = new HashMap<>();
  private static final Map<NodeId, String> NAMES = new HashMap<>();

  static {
    for (Field field : ReferenceTypes.class.getFields()) {
      if (field.getType() == NodeId.class) {
        try {
          NodeId id = (NodeId) field.get(null);
          IDS.put(field.getName(), id);
          NAMES.put(id, field.getName());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private ReferenceTypeNames() {}

  static Optional<NodeId> idOf(String name) {
    return Optional.ofNullable(IDS.get(name));
  }

  static Optional<String> nameOf(NodeId id) {
    return Optional.ofNullable(NAMES.get(id));
  }
}
