package org.bactrian.opcua.expansion;

import java.util.List;

/**
 * Object that an expansion found.
 *
 * @param node the object
 * @param variables its variables and properties, and those below them, each once
 * @param methods its methods, where they were asked for
 * @param events events that its type and the types of its variables generate, where they were asked
 *     for
 */
public record ExpandedObject(
    HierarchyNode node,
    List<HierarchyNode> variables,
    List<ExpandedMethod> methods,
    List<GeneratedEvent> events) {
  public ExpandedObject {
    variables = List.copyOf(variables);
    methods = List.copyOf(methods);
    events = List.copyOf(events);
  }

  /** Returns whether there is nothing in it to publish. */
  public boolean isEmpty() {
    return variables.isEmpty() && methods.isEmpty() && events.isEmpty();
  }
}
