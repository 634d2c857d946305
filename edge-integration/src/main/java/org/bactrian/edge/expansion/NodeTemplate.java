package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bactrian.opcua.expansion.ExpandedMethod;
import org.bactrian.opcua.expansion.ExpandedObject;
import org.bactrian.opcua.expansion.GeneratedEvent;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/**
 * Configured node as template of the nodes that it is expanded to, which have all that it says but
 * the id.
 *
 * @param node the configured node
 * @param namespaces namespaces of the server
 * @param browseNames whether display names are browse names, joined by dots
 */
record NodeTemplate(ObjectNode node, NamespaceTable namespaces, boolean browseNames) {

  /** The id of a node in the form that outlives a restart of the server. */
  String id(NodeId id) {
    return NodeIdText.format(id, namespaces, NamespaceFormat.EXPANDED);
  }

  /** The id of a type, whose namespace is always written. */
  String typeId(NodeId type) {
    return NodeIdText.format(type, namespaces, NamespaceFormat.EXPANDED_WITH_NAMESPACE_0);
  }

  /**
   * Nodes of an object: its variables, events and methods.
   *
   * @param longIds whether field ids have the path of the object before that of the variable
   * @param taken field ids that are taken; takes those of the nodes
   */
  List<ObjectNode> nodesOf(ExpandedObject object, boolean longIds, Set<String> taken) {
    String prefix = longIds ? object.node().path() : "";
    List<ObjectNode> all =
        new ArrayList<>(variables(object.variables(), object.node(), prefix, taken));
    for (GeneratedEvent event : object.events()) {
      ObjectNode copy = copy(event.notifier());
      copy.put("AttributeId", "EventNotifier");
      copy.put(
          "DataSetFieldId", fieldId(prefix + event.source().path() + "/" + event.name(), taken));
      EntryMembers.put(copy, "DisplayName", event.name());
      EntryMembers.put(copy, "TypeDefinitionId", typeId(event.eventType()));
      all.add(copy);
    }
    for (ExpandedMethod method : object.methods()) {
      ObjectNode copy = copy(method.node().id());
      copy.put("DataSetFieldId", fieldId(prefix + method.node().path(), taken));
      EntryMembers.put(copy, "DisplayName", displayName(method.node(), object.node()));
      ObjectNode metadata = copy.putObject("MethodMetadata");
      arguments(metadata.putArray("InputArguments"), method.description().inputs());
      arguments(metadata.putArray("OutputArguments"), method.description().outputs());
      method.description().object().ifPresent(owner -> metadata.put("ObjectId", id(owner)));
      all.add(copy);
    }
    return all;
  }

  /**
   * Nodes of variables.
   *
   * @param ancestor object or variable below which they are, for their names
   * @param prefix text between the field id and the path of a variable
   */
  List<ObjectNode> variables(
      List<HierarchyNode> variables, HierarchyNode ancestor, String prefix, Set<String> taken) {
    List<ObjectNode> all = new ArrayList<>();
    for (HierarchyNode variable : variables) {
      ObjectNode copy = copy(variable.id());
      EntryMembers.put(copy, "AttributeId", "Value");
      copy.put("DataSetFieldId", fieldId(prefix + variable.path(), taken));
      EntryMembers.put(copy, "DisplayName", displayName(variable, ancestor));
      if (!variable.typeDefinition().isNull()) {
        EntryMembers.put(copy, "TypeDefinitionId", typeId(variable.typeDefinition()));
      }
      all.add(copy);
    }
    return all;
  }

  private String displayName(HierarchyNode found, HierarchyNode ancestor) {
    return browseNames || found.displayName().isEmpty()
        ? found.nameBelow(ancestor)
        : found.displayName();
  }

  private ObjectNode copy(NodeId id) {
    ObjectNode copy = node.deepCopy();
    EntryMembers.remove(copy, "BrowsePath");
    EntryMembers.remove(copy, "ExpandedNodeId");
    EntryMembers.remove(copy, "DataSetFieldId");
    EntryMembers.remove(copy, "AttributeId");
    EntryMembers.remove(copy, "MethodMetadata");
    EntryMembers.put(copy, "Id", id(id));
    return copy;
  }

  private String fieldId(String path, Set<String> taken) {
    String plain = ExpandableEntry.fieldIdOf(node) + path;
    String unique = plain;
    for (int i = 1; !taken.add(unique); i++) {
      unique = plain + "_" + i;
    }
    return unique;
  }

  private void arguments(ArrayNode into, List<Argument> arguments) {
    for (Argument argument : arguments) {
      ObjectNode one = into.addObject();
      one.put("Name", argument.getName());
      if (argument.getDescription() != null && argument.getDescription().text() != null) {
        one.put("Description", argument.getDescription().text());
      }
      one.putObject("Type").put("NodeId", id(argument.getDataType()));
      one.put("ValueRank", argument.getValueRank());
    }
  }
}
