package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import org.bactrian.opcua.expansion.ExpandedObject;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.expansion.OpenExpansion;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Entries of the writers that objects and variable types become. */
final class WriterEntry {

  private WriterEntry() {}

  /** The entry of the writer of an object. */
  static ObjectNode of(ExpandableEntry entry, NodeTemplate template, ExpandedObject object) {
    HierarchyNode node = object.node();
    HierarchyNode root = node.root();
    ObjectNode made = entry.with(template.nodesOf(object, false, new HashSet<>()));
    EntryMembers.put(
        made, "DataSetWriterId", ExpandableEntry.fieldIdOf(template.node()) + node.path());
    if (EntryMembers.text(made, "DataSetWriterGroup").isEmpty() && !root.name().isEmpty()) {
      EntryMembers.put(made, "DataSetWriterGroup", root.name());
    }
    EntryMembers.put(made, "DataSetName", node.nameBelow(root));
    EntryMembers.put(made, "DataSetRootNodeId", template.id(node.id()));
    putType(made, "DataSetType", template, node);
    putType(made, "WriterGroupType", template, root);
    EntryMembers.put(made, "WriterGroupRootNodeId", template.id(root.id()));
    return made;
  }

  private static void putType(
      ObjectNode entry, String name, NodeTemplate template, HierarchyNode node) {
    EntryMembers.put(
        entry,
        name,
        node.typeDefinition().isNull() ? null : template.typeId(node.typeDefinition()));
  }

  /**
   * The entry of the writer of all variables of a type.
   *
   * @param type id of the type
   */
  static ObjectNode ofType(
      ExpandableEntry entry, NodeTemplate template, NodeId type, OpenExpansion expansion) {
    HierarchyNode folder = expansion.variables().get(0).start();
    ObjectNode made =
        entry.with(template.variables(expansion.variables(), folder, "", new HashSet<>()));
    EntryMembers.put(
        made,
        "DataSetWriterId",
        ExpandableEntry.fieldIdOf(template.node()) + "/" + expansion.typeName());
    if (EntryMembers.text(made, "DataSetWriterGroup").isEmpty()) {
      EntryMembers.put(made, "DataSetWriterGroup", expansion.typeName());
    }
    EntryMembers.put(made, "DataSetName", "Default");
    EntryMembers.put(made, "DataSetRootNodeId", template.id(type));
    EntryMembers.put(made, "DataSetType", template.typeId(type));
    EntryMembers.put(made, "WriterGroupType", template.typeId(type));
    EntryMembers.put(made, "WriterGroupRootNodeId", template.id(type));
    return made;
  }
}
