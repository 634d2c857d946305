package org.bactrian.opcua.event;

import java.util.List;
import java.util.stream.Collectors;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.QualifiedNameText;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;

/**
 * Field that a server was asked for.
 *
 * @param type event type that the path begins at
 * @param path browse names from the type to the field, empty for the event itself
 * @param attribute attribute of the field
 * @param indexRange part of an array, empty for the whole value
 * @param givenName name that its user gave it, empty for none
 * @param hidden whether nobody asked for it who wants it published
 */
public record SelectedEventField(
    NodeId type,
    List<QualifiedName> path,
    AttributeId attribute,
    String indexRange,
    String givenName,
    boolean hidden) {

  private static final String CONDITION_ID = "ConditionId";

  public SelectedEventField {
    path = List.copyOf(path);
  }

  /** A hidden field of a type in namespace 0. */
  static SelectedEventField hidden(NodeId type, String name) {
    return new SelectedEventField(
        type, List.of(new QualifiedName(0, name)), AttributeId.Value, "", "", true);
  }

  /** The id of the condition that an event is of (Part 9, 5.5.2.13). */
  static SelectedEventField conditionId(boolean hidden) {
    return new SelectedEventField(
        NodeIds.ConditionType, List.of(), AttributeId.NodeId, "", "", hidden);
  }

  /** Returns the name in messages: the given one, else the browse path. */
  public String name(NamespaceTable namespaces, NamespaceFormat format) {
    if (!givenName.isEmpty()) {
      return givenName;
    }
    if (isConditionId()) {
      return CONDITION_ID;
    }
    return path.isEmpty()
        ? attribute.name()
        : path.stream()
            .map(name -> QualifiedNameText.format(name, namespaces, format))
            .collect(Collectors.joining("/"));
  }

  boolean isConditionId() {
    return path.isEmpty() && attribute == AttributeId.NodeId && type.equals(NodeIds.ConditionType);
  }

  /** Returns whether it is the value of a field of that name, whatever type declares it. */
  boolean isValueOf(String name) {
    return path.equals(List.of(new QualifiedName(0, name)))
        && attribute == AttributeId.Value
        && indexRange.isEmpty();
  }
}
