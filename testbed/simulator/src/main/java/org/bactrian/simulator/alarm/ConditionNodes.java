package org.bactrian.simulator.alarm;

import java.util.Set;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.sdk.server.model.objects.NonExclusiveLevelAlarmTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.factories.NodeFactory.InstantiationCallback;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/** Makes the node of a condition with what we implement of its type, and nothing that we do not. */
final class ConditionNodes {

  private static final Set<String> OPTIONAL_PARTS =
      Set.of("HighState", "HighLimit", "TransitionTime");

  private static final Set<String> METHODS =
      Set.of("Acknowledge", "AddComment", "Enable", "Disable");

  private ConditionNodes() {}

  static NonExclusiveLevelAlarmTypeNode create(NodeBuilder nodes, NodeId object, String name) {
    NodeId id = nodes.id(object.getIdentifier() + "/" + name);
    try {
      NonExclusiveLevelAlarmTypeNode node =
          (NonExclusiveLevelAlarmTypeNode)
              nodes
                  .namespace()
                  .getNodeFactory()
                  .createNode(id, NodeIds.NonExclusiveLevelAlarmType, new OptionalParts());
      node.setBrowseName(nodes.browseName(name));
      node.setDisplayName(LocalizedText.english(name));
      node.setConditionClassId(NodeIds.ProcessConditionClassType);
      node.setConditionClassName(LocalizedText.english("ProcessConditionClassType"));
      node.setBranchId(NodeId.NULL_VALUE);
      node.setSuppressedOrShelved(false);
      node.setComment(LocalizedText.NULL_VALUE);
      node.setClientUserId("");
      node.getMethodNodes().stream()
          .filter(method -> !METHODS.contains(method.getBrowseName().name()))
          .forEach(UaMethodNode::delete);
      nodes.link(object, NodeIds.HasComponent, node);
      return node;
    } catch (UaException e) {
      throw new IllegalStateException("the server cannot make the condition " + id, e);
    }
  }

  private static final class OptionalParts implements InstantiationCallback {
    @Override
    public boolean includeOptionalNode(NodeId type, QualifiedName browseName) {
      return OPTIONAL_PARTS.contains(browseName.name());
    }
  }
}
