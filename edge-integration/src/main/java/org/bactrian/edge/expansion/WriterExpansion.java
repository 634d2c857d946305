package org.bactrian.edge.expansion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.bactrian.opcua.expansion.ExpandedObject;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.expansion.NodeExpander;
import org.bactrian.opcua.expansion.OpenExpansion;
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
import org.jspecify.annotations.Nullable;

/**
 * Expansion of an entry that goes on while it is read, so that only entries that were not read yet,
 * and nodes that belong into a last common entry, are in memory. For one thread, which waits for
 * the server.
 */
public final class WriterExpansion {

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final ExpansionLimits limits;
  private final NodeExpander expander;
  private final ExpandableEntry entry;
  private final ExpansionRequest request;
  private final boolean single;
  private final Iterator<ObjectNode> waiting;
  private final Set<List<String>> writers;
  private final Set<String> taken = new HashSet<>();
  private final List<ObjectNode> rest = new ArrayList<>();
  private final List<ExpandedEntry> failures = new ArrayList<>();
  private @Nullable ExpandedNode current;
  private int found;
  private boolean ended;

  WriterExpansion(
      NodeServices nodes,
      NamespaceTable namespaces,
      ExpansionLimits limits,
      ExpandableEntry entry,
      ExpansionRequest request) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.limits = limits;
    this.expander = new NodeExpander(nodes, namespaces, limits);
    this.entry = entry;
    this.request = request;
    this.single = ExpansionRequest.isTrue(request.createSingleWriter());
    this.waiting = entry.nodes().iterator();
    this.writers = new HashSet<>(Set.of(namesOf(entry.entry())));
    entry.nodes().forEach(node -> taken.add(ExpandableEntry.fieldIdOf(node)));
  }

  /**
   * Configured node that is being expanded.
   *
   * @param template template of its nodes
   * @param id id of the node
   * @param expansion what it is expanded to
   * @param below nodes that are in no entry yet
   */
  private record ExpandedNode(
      NodeTemplate template, NodeId id, OpenExpansion expansion, List<ObjectNode> below) {

    boolean isGood() {
      return expansion.faults().isEmpty();
    }
  }

  /** Returns whether there may be further entries. */
  public boolean hasNext() {
    return !ended;
  }

  /**
   * Expands on.
   *
   * @return entries that come next, which may be none
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public List<ExpandedEntry> next() throws UaException {
    ExpandedNode node = current;
    if (node != null) {
      return node.expansion().hasNext() ? entriesOfObjects(node) : finished(node);
    }
    if (waiting.hasNext()) {
      begin(waiting.next());
      return List.of();
    }
    ended = true;
    List<ExpandedEntry> last = new ArrayList<>();
    if (!rest.isEmpty()) {
      last.add(good(entry.with(rest)));
    }
    last.addAll(failures);
    return last;
  }

  private void begin(ObjectNode node) throws UaException {
    NodeTemplate template =
        new NodeTemplate(
            node, namespaces, ExpansionRequest.isTrue(request.useBrowseNameAsDisplayName()));
    if (found > limits.maxNodes()) {
      fail(
          template,
          StatusCodes.Bad_TooManyOperations,
          "The nodes before gave more than %d already. Expand this one in a request of its own."
              .formatted(limits.maxNodes()));
      return;
    }
    try {
      String id = ExpandableEntry.idOf(node);
      ConfiguredNode configured =
          new ConfiguredNode(
              id.isEmpty() ? NodeIds.RootFolder.expanded() : NodeIdText.parse(id),
              EntryMembers.texts(node, "BrowsePath"));
      ConfiguredNode.Resolved resolved =
          ConfiguredNode.resolve(List.of(configured), nodes, namespaces).get(0);
      if (resolved.node().isEmpty()) {
        fail(template, List.of(resolved.result()), List.of());
        return;
      }
      NodeId start = resolved.node().get();
      OpenExpansion expansion = expander.open(start, request.options());
      current = new ExpandedNode(template, start, expansion, new ArrayList<>());
    } catch (NodeIdTextException e) {
      fail(template, StatusCodes.Bad_NodeIdInvalid, String.valueOf(e.getMessage()));
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      fail(template, List.of(ServiceResult.of(e)), List.of());
    }
  }

  private void fail(NodeTemplate template, long status, String message) {
    fail(template, List.of(ServiceResult.of(new StatusCode(status), message)), List.of());
  }

  private void fail(NodeTemplate template, List<ServiceResult> faults, List<ObjectNode> below) {
    if (ExpansionRequest.isTrue(request.discardErrors())) {
      return;
    }
    List<ObjectNode> nodesOfFault = new ArrayList<>(List.of(template.node()));
    nodesOfFault.addAll(below);
    for (ServiceResult fault : faults) {
      failures.add(new ExpandedEntry(entry.with(nodesOfFault), fault));
      nodesOfFault = List.of(template.node());
    }
  }

  private List<ExpandedEntry> entriesOfObjects(ExpandedNode node) throws UaException {
    List<ExpandedObject> objects;
    try {
      objects = node.expansion().next();
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      current = null;
      List<ServiceResult> faults = new ArrayList<>(node.expansion().faults());
      faults.add(ServiceResult.of(e));
      fail(node.template(), faults, node.below());
      return List.of();
    }
    List<ExpandedEntry> made = new ArrayList<>();
    for (ExpandedObject object : objects) {
      found += object.variables().size() + object.methods().size() + object.events().size();
      if (object.isEmpty()) {
        continue;
      }
      if (single || !node.isGood()) {
        node.below().addAll(node.template().nodesOf(object, true, taken));
      } else {
        made.add(good(withOwnName(WriterEntry.of(entry, node.template(), object))));
      }
    }
    return made;
  }

  private List<ExpandedEntry> finished(ExpandedNode node) {
    current = null;
    OpenExpansion expansion = node.expansion();
    found += expansion.variables().size();
    boolean ofType = expansion.nodeClass() == NodeClass.VariableType;
    if (node.isGood() && ofType && !single) {
      return List.of(
          good(withOwnName(WriterEntry.ofType(entry, node.template(), node.id(), expansion))));
    }
    node.below().addAll(variables(node));
    if (node.isGood()) {
      rest.addAll(node.below());
    } else {
      fail(node.template(), expansion.faults(), node.below());
    }
    return List.of();
  }

  private List<ObjectNode> variables(ExpandedNode node) {
    OpenExpansion expansion = node.expansion();
    NodeTemplate template = node.template();
    List<HierarchyNode> below = new ArrayList<>(expansion.variables());
    List<ObjectNode> all = new ArrayList<>();
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

  private static ExpandedEntry good(ObjectNode entry) {
    return new ExpandedEntry(entry, ServiceResult.GOOD);
  }

  private static List<String> namesOf(ObjectNode entry) {
    return List.of(
        EntryMembers.text(entry, "DataSetWriterGroup"),
        EntryMembers.text(entry, "DataSetWriterId"));
  }

  /** Numbers the writer where its group has one of its name, such as of a namesake beside it. */
  private ObjectNode withOwnName(ObjectNode made) {
    String name = EntryMembers.text(made, "DataSetWriterId");
    for (int i = 1; !writers.add(namesOf(made)); i++) {
      EntryMembers.put(made, "DataSetWriterId", name + "_" + i);
    }
    return made;
  }
}
