package org.bactrian.simulator.space;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.Reference.Direction;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** Builds the nodes of one namespace, each below a parent that exists. */
public final class NodeBuilder {

  private static final UByte SUBSCRIBE_TO_EVENTS = ubyte(1);
  private static final UByte NO_EVENTS = ubyte(0);

  /** Part 3, 5.6.2: values are reported when they change, no item samples too fast. */
  private static final double BY_EXCEPTION = 0;

  private final LiveNamespace namespace;

  /** Builds into {@code namespace}, which is running. */
  public NodeBuilder(LiveNamespace namespace) {
    this.namespace = namespace;
  }

  /** The namespace that this builds into. */
  public LiveNamespace namespace() {
    return namespace;
  }

  /** A string node id in this namespace. */
  public NodeId id(String identifier) {
    return new NodeId(namespace.getNamespaceIndex(), identifier);
  }

  /** A numeric node id in this namespace. */
  public NodeId id(long identifier) {
    return new NodeId(namespace.getNamespaceIndex(), uint(identifier));
  }

  /** A GUID node id in this namespace. */
  public NodeId id(UUID identifier) {
    return new NodeId(namespace.getNamespaceIndex(), identifier);
  }

  /** A browse name in this namespace. */
  public QualifiedName browseName(String name) {
    return new QualifiedName(namespace.getNamespaceIndex(), name);
  }

  /** A folder that {@code parent} organizes. */
  public UaObjectNode folder(NodeId parent, NodeId id, String name) {
    UaObjectNode node = object(id, name, NodeIds.FolderType, NO_EVENTS);
    link(parent, NodeIds.Organizes, node);
    return node;
  }

  /** A part of {@code parent} that clients may subscribe to for events. */
  public UaObjectNode part(NodeId parent, NodeId id, String name) {
    UaObjectNode node = object(id, name, NodeIds.BaseObjectType, SUBSCRIBE_TO_EVENTS);
    link(parent, NodeIds.HasComponent, node);
    link(parent, NodeIds.HasNotifier, node);
    return node;
  }

  /** The root of what this server makes: below Objects, its events also reach the Server object. */
  public UaObjectNode root(NodeId id, String name) {
    UaObjectNode node = object(id, name, NodeIds.BaseObjectType, SUBSCRIBE_TO_EVENTS);
    link(NodeIds.ObjectsFolder, NodeIds.Organizes, node);
    link(NodeIds.Server, NodeIds.HasNotifier, node);
    return node;
  }

  /** An object of a type, to be linked to its parent. */
  public UaObjectNode object(NodeId id, String name, NodeId type) {
    return object(id, name, type, NO_EVENTS);
  }

  /** A type of objects, below another one. */
  public void objectType(NodeId supertype, NodeId id, String name) {
    UaObjectTypeNode node =
        UaObjectTypeNode.builder(namespace.getNodeContext())
            .setNodeId(id)
            .setBrowseName(browseName(name))
            .setDisplayName(LocalizedText.english(name))
            .setIsAbstract(false)
            .build();
    link(supertype, NodeIds.HasSubtype, node);
  }

  /** A property of OPC UA itself, with a value. */
  public UaVariableNode property(UaNode owner, String name, NodeId type, Object value) {
    return property(owner, name, type, ValueRanks.Scalar, value);
  }

  /** A number that stands still, below a node whose id is a string. */
  public UaVariableNode tag(UaNode owner, String name) {
    VariableSpec spec =
        VariableSpec.scalar(
            id(owner.getNodeId().getIdentifier() + "/" + name), name, NodeIds.Double, name);
    UaVariableNode node = variableNode(spec, NodeIds.BaseDataVariableType);
    node.setValue(new DataValue(new Variant(0.0)));
    link(owner.getNodeId(), NodeIds.HasComponent, node);
    return node;
  }

  /** A method of the object {@code owner}, whose node id is a string. */
  public void method(NodeId owner, MethodSpec spec, MethodBody body) {
    method(owner, spec, body, browseName(spec.name()));
  }

  /** A method of OPC UA itself, which its type has, too. */
  public void standardMethod(NodeId owner, MethodSpec spec, MethodBody body) {
    method(owner, spec, body, new QualifiedName(0, spec.name()));
  }

  /** A method with a node id of its own. */
  public void method(NodeId owner, NodeId id, MethodSpec spec, MethodBody body) {
    method(owner, id, spec, body, browseName(spec.name()));
  }

  private void method(NodeId owner, MethodSpec spec, MethodBody body, QualifiedName name) {
    method(owner, id(owner.getIdentifier() + "/" + spec.name()), spec, body, name);
  }

  private void method(
      NodeId owner, NodeId id, MethodSpec spec, MethodBody body, QualifiedName name) {
    UaMethodNode node =
        new UaMethodNode.UaMethodNodeBuilder(namespace.getNodeContext())
            .setNodeId(id)
            .setBrowseName(name)
            .setDisplayName(LocalizedText.english(spec.name()))
            .setDescription(LocalizedText.english(spec.description()))
            .build();
    if (!spec.inputs().isEmpty()) {
      property(node, "InputArguments", spec.inputs());
    }
    if (!spec.outputs().isEmpty()) {
      property(node, "OutputArguments", spec.outputs());
    }
    node.setInvocationHandler(new MethodBodyInvoker(node, spec, body));
    link(owner, NodeIds.HasComponent, node);
  }

  /**
   * A variable whose value moves or is written.
   *
   * @param rate how often the value moves
   * @param first value until the first change
   */
  public LiveValue variable(NodeId parent, VariableSpec spec, Duration rate, DataValue first) {
    LiveValue value = namespace.values().add(spec.id(), rate, first);
    UaVariableNode node = variableNode(spec, NodeIds.BaseDataVariableType);
    node.getFilterChain().addLast(new LiveFilter(value, ruleFor(spec)));
    link(parent, NodeIds.HasComponent, node);
    return value;
  }

  /** An AnalogItem: a Double with a range and a unit; writes outside the range are refused. */
  public LiveValue analog(
      NodeId parent, VariableSpec spec, AnalogRange scale, Duration rate, DataValue first) {
    LiveValue value = namespace.values().add(spec.id(), rate, first);
    UaVariableNode node = variableNode(spec, NodeIds.AnalogItemType);
    node.getFilterChain().addLast(new LiveFilter(value, WriteRule.within(scale)));
    link(parent, NodeIds.HasComponent, node);
    property(node, "EURange", NodeIds.Range, scale.range());
    property(node, "EngineeringUnits", NodeIds.EUInformation, scale.unit());
    return value;
  }

  /** Adds {@code child} to the namespace, below {@code parent}. */
  public void link(NodeId parent, NodeId referenceType, UaNode child) {
    namespace.getNodeManager().addNode(child);
    child.addReference(
        new Reference(child.getNodeId(), referenceType, parent.expanded(), Direction.INVERSE));
  }

  private static WriteRule ruleFor(VariableSpec spec) {
    return spec.valueRank() == ValueRanks.Scalar ? WriteRule.ONE_VALUE : WriteRule.ANY_VALUE;
  }

  private UaObjectNode object(NodeId id, String name, NodeId type, UByte eventNotifier) {
    return new UaObjectNode.UaObjectNodeBuilder(namespace.getNodeContext())
        .setNodeId(id)
        .setBrowseName(browseName(name))
        .setDisplayName(LocalizedText.english(name))
        .setEventNotifier(eventNotifier)
        .setTypeDefinition(type)
        .build();
  }

  private UaVariableNode variableNode(VariableSpec spec, NodeId typeDefinition) {
    Set<AccessLevel> access = spec.writable() ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY;
    UaVariableNode.UaVariableNodeBuilder builder =
        new UaVariableNode.UaVariableNodeBuilder(namespace.getNodeContext())
            .setNodeId(spec.id())
            .setBrowseName(browseName(spec.name()))
            .setDisplayName(LocalizedText.english(spec.name()))
            .setDescription(LocalizedText.english(spec.description()))
            .setDataType(spec.dataType())
            .setValueRank(spec.valueRank())
            .setAccessLevel(access)
            .setUserAccessLevel(access)
            .setMinimumSamplingInterval(BY_EXCEPTION)
            .setTypeDefinition(typeDefinition);
    if (spec.valueRank() > 0) {
      builder.setArrayDimensions(anyLength(spec.valueRank()));
    }
    return builder.build();
  }

  private void property(UaNode owner, String name, NodeId type, UaStructuredType structure) {
    property(owner, name, type, ValueRanks.Scalar, encoded(structure));
  }

  private void property(UaNode owner, String name, List<Argument> arguments) {
    ExtensionObject[] values =
        arguments.stream().map(this::encoded).toArray(ExtensionObject[]::new);
    property(owner, name, NodeIds.Argument, ValueRanks.OneDimension, values);
  }

  private UaVariableNode property(
      UaNode owner, String name, NodeId type, int valueRank, Object value) {
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(namespace.getNodeContext())
            .setNodeId(id(owner.getNodeId().getIdentifier() + "/" + name))
            .setBrowseName(new QualifiedName(0, name))
            .setDisplayName(LocalizedText.english(name))
            .setDataType(type)
            .setValueRank(valueRank)
            .setValue(new DataValue(new Variant(value)))
            .setTypeDefinition(NodeIds.PropertyType)
            .build();
    link(owner.getNodeId(), NodeIds.HasProperty, node);
    return node;
  }

  private ExtensionObject encoded(UaStructuredType structure) {
    return ExtensionObject.encode(namespace.server().getStaticEncodingContext(), structure);
  }

  private static UInteger[] anyLength(int dimensions) {
    UInteger[] lengths = new UInteger[dimensions];
    Arrays.fill(lengths, uint(0));
    return lengths;
  }
}
