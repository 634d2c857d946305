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

/** Finds the events that types of objects, variables and methods generate (Part 3, 7.15). */
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
    Map<NodeId, List<ReferenceDescription>> byType = eventTypes(objects);
    Map<NodeId, Boolean> notifiers = notifiers(objects, byType);
    return objects.stream().map(object -> withEvents(object, byType, notifiers)).toList();
  }

  private static Stream<HierarchyNode> sources(ExpandedObject object) {
    return Stream.concat(
        Stream.concat(object.variables().stream(), Stream.of(object.node())),
        object.methods().stream().map(ExpandedMethod::node));
  }

  private Map<NodeId, List<ReferenceDescription>> eventTypes(List<ExpandedObject> objects)
      throws UaException {
    List<NodeId> types =
        objects.stream()
            .flatMap(GeneratedEventFinder::sources)
            .map(HierarchyNode::typeDefinition)
            .filter(type -> !type.isNull())
            .distinct()
            .toList();
    Map<NodeId, List<ReferenceDescription>> found = new HashMap<>();
    if (types.isEmpty()) {
      return found;
    }
    List<BrowsedNode> answers =
        CallAnswer.await(nodes.browse(types.stream().map(NodeId::expanded).toList(), EVENT_TYPES));
    for (int i = 0; i < types.size(); i++) {
      if (!answers.get(i).references().isEmpty()) {
        found.put(types.get(i), answers.get(i).references());
      }
    }
    return found;
  }

  private Map<NodeId, Boolean> notifiers(
      List<ExpandedObject> objects, Map<NodeId, List<ReferenceDescription>> byType)
      throws UaException {
    Set<NodeId> candidates = new LinkedHashSet<>();
    for (ExpandedObject object : objects) {
      if (sources(object).anyMatch(source -> byType.containsKey(source.typeDefinition()))) {
        for (HierarchyNode node = object.node(); node != null; node = node.parent()) {
          candidates.add(node.id());
        }
      }
    }
    List<NodeId> ids = List.copyOf(candidates);
    Map<NodeId, Boolean> notifiers = new HashMap<>();
    if (ids.isEmpty()) {
      return notifiers;
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
    return notifiers;
  }

  private ExpandedObject withEvents(
      ExpandedObject object,
      Map<NodeId, List<ReferenceDescription>> byType,
      Map<NodeId, Boolean> notifiers) {
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
