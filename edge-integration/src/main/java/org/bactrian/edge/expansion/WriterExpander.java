package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bactrian.opcua.expansion.ExpandedObject;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.expansion.NodeExpander;
import org.bactrian.opcua.expansion.NodeExpansion;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.node.NodeIdTextException;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/**
 * Expansion of an entry of a published nodes file: a writer for each object that its nodes are or
 * lead to, with a node for each variable. For one thread, which waits for the server.
 *
 * <pre>{@code
 * ExpandableEntry entry = ExpandableEntry.of(json);     // BAD_REQUEST where it cannot be expanded
 * List<ExpandedEntry> all =
 *     new WriterExpander(server.nodes(), server.namespaces()).expand(entry, request);
 * }</pre>
 */
public final class WriterExpander {

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final ExpansionLimits limits;
  private final NodeExpander expander;

  /**
   * @param nodes services of the server that the entry names
   * @param namespaces its namespaces
   */
  public WriterExpander(NodeServices nodes, NamespaceTable namespaces) {
    this(nodes, namespaces, ExpansionLimits.DEFAULT);
  }

  /**
   * @param limits bounds of each node, and of all nodes of an entry together
   */
  WriterExpander(NodeServices nodes, NamespaceTable namespaces, ExpansionLimits limits) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.limits = limits;
    this.expander = new NodeExpander(nodes, namespaces, limits);
  }

  /** Configured node, and what became of it. */
  private record Expanded(NodeTemplate template, NodeId id, NodeExpansion expansion) {

    boolean isGood() {
      return expansion.faults().isEmpty();
    }

    /** Number of nodes that were found. */
    int size() {
      int size = expansion.variables().size();
      for (ExpandedObject object : expansion.objects()) {
        size += object.variables().size() + object.methods().size() + object.events().size();
      }
      return size;
    }
  }

  /**
   * Expands an entry: entries of objects and variable types first, then one with all nodes that are
   * in none of these, then, unless errors are discarded, one for each fault with the node that has
   * it and what was found below it.
   *
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public List<ExpandedEntry> expand(ExpandableEntry entry, ExpansionRequest request)
      throws UaException {
    List<Expanded> all = new ArrayList<>();
    int found = 0;
    for (ObjectNode node : entry.nodes()) {
      Expanded one = found > limits.maxNodes() ? tooMany(node, request) : expanded(node, request);
      found += one.size();
      all.add(one);
    }
    boolean single = ExpansionRequest.isTrue(request.createSingleWriter());
    List<ExpandedEntry> result = new ArrayList<>();
    List<ObjectNode> rest = new ArrayList<>();
    Set<List<String>> writers = new HashSet<>(Set.of(namesOf(entry.entry())));
    Set<String> taken = new HashSet<>();
    entry.nodes().forEach(node -> taken.add(ExpandableEntry.fieldIdOf(node)));
    for (Expanded one : all) {
      if (one.isGood() && !single) {
        entriesOf(entry, one).forEach(made -> result.add(good(withOwnName(made, writers))));
      }
      if (one.isGood()) {
        rest.addAll(restOf(one, single, taken));
      }
    }
    if (!rest.isEmpty()) {
      result.add(good(entry.with(rest)));
    }
    if (!ExpansionRequest.isTrue(request.discardErrors())) {
      for (Expanded one : all) {
        for (ServiceResult fault : one.expansion().faults()) {
          List<ObjectNode> nodesOfFault = new ArrayList<>(List.of(one.template().node()));
          nodesOfFault.addAll(belowOf(one, taken));
          result.add(new ExpandedEntry(entry.with(nodesOfFault), fault));
        }
      }
    }
    return result;
  }

  private static ExpandedEntry good(ObjectNode entry) {
    return new ExpandedEntry(entry, ServiceResult.GOOD);
  }

  private static List<String> namesOf(ObjectNode entry) {
    return List.of(
        EntryMembers.text(entry, "DataSetWriterGroup"),
        EntryMembers.text(entry, "DataSetWriterId"));
  }

  /** Numbers the writer where its group has one of its name, such as of a namesake beside it. */
  private static ObjectNode withOwnName(ObjectNode made, Set<List<String>> writers) {
    String name = EntryMembers.text(made, "DataSetWriterId");
    for (int i = 1; !writers.add(namesOf(made)); i++) {
      EntryMembers.put(made, "DataSetWriterId", name + "_" + i);
    }
    return made;
  }

  private NodeTemplate template(ObjectNode node, ExpansionRequest request) {
    return new NodeTemplate(
        node, namespaces, ExpansionRequest.isTrue(request.useBrowseNameAsDisplayName()));
  }

  private Expanded tooMany(ObjectNode node, ExpansionRequest request) {
    return failed(
        template(node, request),
        ServiceResult.of(
            new StatusCode(StatusCodes.Bad_TooManyOperations),
            "The nodes before gave more than %d already. Expand this one in a request of its own."
                .formatted(limits.maxNodes())));
  }

  private Expanded expanded(ObjectNode node, ExpansionRequest request) throws UaException {
    NodeTemplate template = template(node, request);
    try {
      String id = ExpandableEntry.idOf(node);
      ConfiguredNode configured =
          new ConfiguredNode(
              id.isEmpty() ? NodeIds.RootFolder.expanded() : NodeIdText.parse(id),
              EntryMembers.texts(node, "BrowsePath"));
      ConfiguredNode.Resolved resolved =
          ConfiguredNode.resolve(List.of(configured), nodes, namespaces).get(0);
      if (resolved.node().isEmpty()) {
        return failed(template, resolved.result());
      }
      NodeId start = resolved.node().get();
      return new Expanded(template, start, expander.expand(start, request.options()));
    } catch (NodeIdTextException e) {
      return failed(
          template,
          ServiceResult.of(new StatusCode(StatusCodes.Bad_NodeIdInvalid), e.getMessage()));
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      return failed(template, ServiceResult.of(e));
    }
  }

  private static Expanded failed(NodeTemplate template, ServiceResult fault) {
    return new Expanded(
        template,
        NodeId.NULL_VALUE,
        new NodeExpansion(NodeClass.Unspecified, List.of(), List.of(), "", List.of(fault)));
  }

  /** Entries of a node of its own: one for each of its objects, or one for a variable type. */
  private List<ObjectNode> entriesOf(ExpandableEntry entry, Expanded one) {
    NodeExpansion expansion = one.expansion();
    List<ObjectNode> made = new ArrayList<>();
    for (ExpandedObject object : expansion.objects()) {
      if (!object.isEmpty()) {
        made.add(entryOf(entry, one.template(), object));
      }
    }
    if (expansion.nodeClass() == NodeClass.VariableType) {
      made.add(entryOfType(entry, one));
    }
    return made;
  }

  private static ObjectNode entryOf(
      ExpandableEntry entry, NodeTemplate template, ExpandedObject object) {
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

  private static ObjectNode entryOfType(ExpandableEntry entry, Expanded one) {
    NodeTemplate template = one.template();
    NodeExpansion expansion = one.expansion();
    HierarchyNode folder = Objects.requireNonNull(expansion.variables().get(0)).start();
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
    EntryMembers.put(made, "DataSetRootNodeId", template.id(one.id()));
    EntryMembers.put(made, "DataSetType", template.typeId(one.id()));
    EntryMembers.put(made, "WriterGroupType", template.typeId(one.id()));
    EntryMembers.put(made, "WriterGroupRootNodeId", template.id(one.id()));
    return made;
  }

  /** Nodes that are in no entry of their own. */
  private List<ObjectNode> restOf(Expanded one, boolean single, Set<String> taken) {
    NodeExpansion expansion = one.expansion();
    return switch (expansion.nodeClass()) {
      case Variable -> belowOf(one, taken);
      case Object, ObjectType, VariableType -> single ? belowOf(one, taken) : List.of();
      default -> List.of();
    };
  }

  /** Nodes of all that was found, with long field ids. */
  private List<ObjectNode> belowOf(Expanded one, Set<String> taken) {
    NodeTemplate template = one.template();
    NodeExpansion expansion = one.expansion();
    List<ObjectNode> all = new ArrayList<>();
    expansion.objects().forEach(object -> all.addAll(template.nodesOf(object, true, taken)));
    List<HierarchyNode> below = new ArrayList<>(expansion.variables());
    if (below.isEmpty()) {
      return all;
    }
    HierarchyNode start = below.get(0).start();
    if (expansion.nodeClass() == NodeClass.Variable && below.remove(start)) {
      all.add(template.node());
    }
    String prefix =
        expansion.nodeClass() == NodeClass.VariableType ? "/" + expansion.typeName() : "";
    all.addAll(template.variables(below, start, prefix, taken));
    return all;
  }
}
