package org.bactrian.edge.publisher.nodes;

import java.util.List;

/**
 * Entry of a published nodes file as written.
 *
 * @param at where it starts
 * @param values what it says
 * @param nodes its nodes, a legacy NodeId among them
 * @param problems what is wrong with the entry itself
 */
record PublishedNodesEntry(
    FileLocation at, AttributeValues values, List<OpcNode> nodes, List<EntryProblem> problems) {

  PublishedNodesEntry {
    nodes = List.copyOf(nodes);
    problems = List.copyOf(problems);
  }
}
