package org.bactrian.edge.publisher.nodes;

import java.util.List;

/**
 * Node of an entry as written.
 *
 * @param at where it starts
 * @param values what it says
 * @param triggered nodes reported together with it
 * @param problems what is wrong with it
 */
record OpcNode(
    FileLocation at, AttributeValues values, List<OpcNode> triggered, List<EntryProblem> problems) {

  OpcNode {
    triggered = List.copyOf(triggered);
    problems = List.copyOf(problems);
  }
}
