package org.bactrian.opcua.expansion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.BrowseFilter;
import org.bactrian.opcua.service.BrowsedNode;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Finder of the events that types of objects, variables and methods generate (Part 3, 7.15). What
 * it has read it does not read again.
 */
final class GeneratedEventFinder {

  private static final int SUBSCRIBE_TO_EVENTS = 1;

  private static final BrowseFilter EVENT_TYPES =
      new BrowseFilter(
          BrowseDirection.Forward,
          NodeIds.GeneratesEvent,
          true,
          NodeClass.ObjectType.getValue(),
          0);

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final Map<NodeId, List<ReferenceDescription>> byType = new HashMap<>();
  private final Map<NodeId, Boolean> notifiers = new HashMap<>();

  GeneratedEventFinder(NodeServices nodes, NamespaceTable namespaces) {
    this.nodes = nodes;
    this.namespaces = namespaces;
  }

  /**
   * Adds the events of each object.
   *
   * @throws UaException when the server did not answer
   */
  List<ExpandedObject> withEvents(List<ExpandedObject> objects) throws UaException {
    findEventTypes(objects);
    findNotifiers(objects);
    return objects.stream().map(this::withEventsOf).toList();
  }

  private static Stream<HierarchyNode> sources(ExpandedObject object) {
    return Stream.concat(
        Stream.concat(object.variables().stream(), Stream.of(object.node())),
        object.methods().stream().map(ExpandedMethod::node));
  }

  private void findEventTypes(List<ExpandedObject> objects) throws UaException {
    List<NodeId> types =
        objects.stream()
            .flatMap(GeneratedEventFinder::sources)
            .map(HierarchyNode::typeDefinition)
            .filter(type -> !type.isNull() && !byType.containsKey(type))
            .distinct()
            .toList();
    if (types.isEmpty()) {
      return;
    }
    List<BrowsedNode> answers =
        CallAnswer.await(nodes.browse(types.stream().map(NodeId::expanded).toList(), EVENT_TYPES));
    for (int i = 0; i < types.size(); i++) {
      byType.put(types.get(i), answers.get(i).references());
    }
  }

  private boolean generatesEvents(HierarchyNode source) {
    return !byType.getOrDefault(source.typeDefinition(), List.of()).isEmpty();
  }

  private void findNotifiers(List<ExpandedObject> objects) throws UaException {
    Set<NodeId> candidates = new LinkedHashSet<>();
    for (ExpandedObject object : objects) {
      if (sources(object).anyMatch(this::generatesEvents)) {
        for (HierarchyNode node = object.node(); node != null; node = node.parent()) {
          candidates.add(node.id());
        }
      }
    }
    candidates.removeAll(notifiers.keySet());
    List<NodeId> ids = List.copyOf(candidates);
    if (ids.isEmpty()) {
      return;
    }
    List<AttributeValue> read =
        CallAnswer.await(
            nodes.read(
                ids.stream()
                    .map(id -> new NodeAttributeId(id.expanded(), AttributeId.EventNotifier, ""))
                    .toList(),
                ReadOptions.DEFAULT));
    for (int i = 0; i < ids.size(); i++) {
      Object bits = read.get(i).value().value().value();
      notifiers.put(
          ids.get(i), bits instanceof UByte one && (one.intValue() & SUBSCRIBE_TO_EVENTS) != 0);
    }
  }

  private ExpandedObject withEventsOf(ExpandedObject object) {
    NodeId notifier = NodeIds.Server;
    for (HierarchyNode node = object.node(); node != null; node = node.parent()) {
      if (notifiers.getOrDefault(node.id(), false)) {
        notifier = node.id();
        break;
      }
    }
    List<GeneratedEvent> events = new ArrayList<>();
    for (HierarchyNode source : sources(object).toList()) {
      for (ReferenceDescription type : byType.getOrDefault(source.typeDefinition(), List.of())) {
        Optional<NodeId> id = type.getNodeId().toNodeId(namespaces);
        if (id.isPresent()) {
          String name = Objects.requireNonNullElse(type.getBrowseName().name(), "");
          events.add(new GeneratedEvent(source, notifier, id.get(), name));
        }
      }
    }
    return new ExpandedObject(object.node(), object.variables(), object.methods(), events);
  }
}
