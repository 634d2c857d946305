package org.bactrian.edge.expansion;

import java.util.ArrayList;
import java.util.List;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.service.NodeServices;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Expander of entries of a published nodes file: a writer for each object that its nodes are or
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
  }

  /**
   * Expands an entry.
   *
   * @return all entries, in the order of {@link #open}
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public List<ExpandedEntry> expand(ExpandableEntry entry, ExpansionRequest request)
      throws UaException {
    WriterExpansion expansion = open(entry, request);
    List<ExpandedEntry> all = new ArrayList<>();
    while (expansion.hasNext()) {
      all.addAll(expansion.next());
    }
    return all;
  }

  /**
   * Begins to expand an entry: entries of objects and variable types first, as they are found, then
   * one with all nodes that are in none of these, then, unless errors are discarded, one for each
   * fault with the node that has it and, with its first fault, what was found below it and is in no
   * entry before.
   */
  public WriterExpansion open(ExpandableEntry entry, ExpansionRequest request) {
    return new WriterExpansion(nodes, namespaces, limits, entry, request);
  }
}
