package org.bactrian.edge.publisher.resolution;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bactrian.edge.expansion.ConfiguredNode;
import org.bactrian.edge.publisher.group.FieldAccess;
import org.bactrian.edge.publisher.group.PublishedField;
import org.bactrian.opcua.expansion.ExpandedObject;
import org.bactrian.opcua.expansion.ExpansionLimits;
import org.bactrian.opcua.expansion.ExpansionOptions;
import org.bactrian.opcua.expansion.HierarchyNode;
import org.bactrian.opcua.expansion.NodeExpander;
import org.bactrian.opcua.expansion.NodeExpansion;
import org.bactrian.opcua.node.NamespaceFormat;
import org.bactrian.opcua.node.NodeIdText;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.ServiceResult;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/**
 * Looks configured fields up at a server: follows their paths, and finds the variables of objects
 * and types. For one thread, which waits for the server.
 */
public final class FieldResolver {

  private static final ReadOptions WITHOUT_TIMES =
      new ReadOptions(Duration.ZERO, TimestampsToReturn.Neither);

  private final NodeServices nodes;
  private final NamespaceTable namespaces;
  private final NamespaceFormat format;
  private final NodeExpander expander;

  /**
   * @param format format of the node ids in messages
   */
  public FieldResolver(NodeServices nodes, NamespaceTable namespaces, NamespaceFormat format) {
    this.nodes = nodes;
    this.namespaces = namespaces;
    this.format = format;
    this.expander = new NodeExpander(nodes, namespaces, ExpansionLimits.DEFAULT);
  }

  /**
   * Looks fields up.
   *
   * @return outcome by the keys of the fields' items
   * @throws UaException when a call failed as a whole, most often because the connection was lost
   */
  public Map<String, FieldResolution> resolve(List<PublishedField> fields) throws UaException {
    Map<String, FieldResolution> outcomes = new LinkedHashMap<>();
    List<PublishedField> found = new ArrayList<>();
    List<NodeId> ids = new ArrayList<>();
    List<ConfiguredNode> configured =
        fields.stream()
            .map(field -> new ConfiguredNode(field.item().nodeId(), field.access().browsePath()))
            .toList();
    List<ConfiguredNode.Resolved> resolved = ConfiguredNode.resolve(configured, nodes, namespaces);
    for (int i = 0; i < fields.size(); i++) {
      PublishedField field = fields.get(i);
      Optional<NodeId> node = resolved.get(i).node();
      if (node.isPresent()) {
        found.add(field);
        ids.add(node.get());
      } else if (field.access().browsePath().isEmpty()) {
        // The subscription tells that there is no such node, and asks for it again.
        outcomes.put(field.item().key(), new FieldResolution.AsConfigured());
      } else {
        outcomes.put(field.item().key(), new FieldResolution.Unresolved(resolved.get(i).result()));
      }
    }
    List<Integer> classes = classes(ids);
    for (int i = 0; i < found.size(); i++) {
      outcomes.put(found.get(i).item().key(), outcome(found.get(i), ids.get(i), classes.get(i)));
    }
    return outcomes;
  }

  private List<Integer> classes(List<NodeId> ids) throws UaException {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<AttributeValue> read =
        CallAnswer.await(
            nodes.read(
                ids.stream()
                    .map(id -> new NodeAttributeId(id.expanded(), AttributeId.NodeClass, ""))
                    .toList(),
                WITHOUT_TIMES));
    return read.stream()
        .map(answer -> answer.value().value().value() instanceof Integer number ? number : 0)
        .toList();
  }

  private FieldResolution outcome(PublishedField field, NodeId id, int nodeClass)
      throws UaException {
    boolean expands =
        !field.publishesEvents()
            && field.item().attribute() == AttributeId.Value
            && (nodeClass == NodeClass.Object.getValue()
                || nodeClass == NodeClass.ObjectType.getValue()
                || nodeClass == NodeClass.VariableType.getValue());
    if (expands) {
      return expanded(field, id);
    }
    return field.access().browsePath().isEmpty()
        ? new FieldResolution.AsConfigured()
        : new FieldResolution.AtPath(at(field, field.name(), "", id));
  }

  private FieldResolution expanded(PublishedField field, NodeId id) throws UaException {
    NodeExpansion expansion;
    try {
      expansion = expander.expand(id, ExpansionOptions.ALL_VARIABLES);
    } catch (UaException e) {
      if (StatusText.meansLostSession(e)) {
        throw e;
      }
      return new FieldResolution.Unresolved(ServiceResult.of(e));
    }
    List<HierarchyNode> variables =
        Stream.concat(
                expansion.variables().stream(),
                expansion.objects().stream().map(ExpandedObject::variables).flatMap(List::stream))
            .toList();
    ServiceResult fault = expansion.faults().stream().findFirst().orElse(ServiceResult.GOOD);
    if (variables.isEmpty()) {
      return new FieldResolution.Unresolved(
          fault.isUsable()
              ? ServiceResult.of(
                  new StatusCode(StatusCodes.Bad_NotFound),
                  "The " + expansion.nodeClass() + " has no variables.")
              : fault);
    }
    return new FieldResolution.Expanded(
        expansion.nodeClass().toString(), fields(field, variables), fault);
  }

  private List<PublishedField> fields(PublishedField template, List<HierarchyNode> variables) {
    boolean named = !template.name().equals(template.nodeId());
    Set<NodeId> known = new HashSet<>();
    List<PublishedField> fields = new ArrayList<>();
    for (HierarchyNode variable : variables) {
      if (known.add(variable.id())) {
        String name = variable.nameBelow(variable.start());
        fields.add(
            at(
                template,
                named ? template.name() + "." + name : name,
                variable.path(),
                variable.id()));
      }
    }
    return fields;
  }

  private PublishedField at(PublishedField template, String name, String path, NodeId id) {
    return template
        .withName(name)
        .withNodeId(NodeIdText.format(id, namespaces, format))
        .withItem(
            template
                .item()
                .withKey(template.item().key() + path)
                .withNodeId(id.expanded(namespaces)))
        .withFetchDisplayName(template.fetchDisplayName() && path.isEmpty())
        .withAccess(new FieldAccess(List.of(), template.access().cyclicRead(), null));
  }
}
