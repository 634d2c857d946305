package org.bactrian.edge.gds.server;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.Reference.Direction;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.UaNodeManager;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.model.objects.DataTypeEncodingTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;

/**
 * Builder of nodes in the namespace of Part 12, each below a node that exists.
 *
 * @param context of the namespace
 * @param nodes nodes of the namespace
 * @param namespace its index
 */
record GdsNodeBuilder(UaNodeContext context, UaNodeManager nodes, UShort namespace) {

  private static final QualifiedName INPUTS = new QualifiedName(0, "InputArguments");
  private static final QualifiedName OUTPUTS = new QualifiedName(0, "OutputArguments");
  private static final QualifiedName BINARY = new QualifiedName(0, "Default Binary");

  NodeId id(int identifier) {
    return new NodeId(namespace, uint(identifier));
  }

  NodeId id(String identifier) {
    return new NodeId(namespace, identifier);
  }

  QualifiedName name(String name) {
    return new QualifiedName(namespace, name);
  }

  void objectType(NodeId parent, NodeId id, String name) {
    add(
        parent,
        NodeIds.HasSubtype,
        new UaObjectTypeNode(
            context,
            id,
            name(name),
            LocalizedText.english(name),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            false));
  }

  void object(NodeId parent, NodeId reference, NodeId id, QualifiedName name, NodeId type) {
    add(
        parent,
        reference,
        new UaObjectNode.UaObjectNodeBuilder(context)
            .setNodeId(id)
            .setBrowseName(name)
            .setDisplayName(LocalizedText.english(name.name()))
            .setTypeDefinition(type)
            .build());
  }

  /**
   * Ids of a method and of its arguments.
   *
   * @param method the method
   * @param inputs property InputArguments
   * @param outputs property OutputArguments
   */
  record MethodIds(NodeId method, NodeId inputs, NodeId outputs) {}

  /** Ids of a method of Part 12, whose inputs and outputs follow it. */
  MethodIds methodIds(int method) {
    return new MethodIds(id(method), id(method + 1), id(method + 2));
  }

  /** Ids of a method of an object with a text as id. */
  MethodIds methodIds(String owner, String name) {
    String method = owner + "/" + name;
    return new MethodIds(id(method), id(method + "/Inputs"), id(method + "/Outputs"));
  }

  void method(
      NodeId owner,
      MethodIds ids,
      QualifiedName name,
      List<MethodParameter> inputs,
      List<MethodParameter> outputs,
      MethodInvocationHandler handler) {
    UaMethodNode node =
        new UaMethodNode.UaMethodNodeBuilder(context)
            .setNodeId(ids.method())
            .setBrowseName(name)
            .setDisplayName(LocalizedText.english(name.name()))
            .build();
    node.setInvocationHandler(handler);
    add(owner, NodeIds.HasComponent, node);
    arguments(ids.method(), ids.inputs(), INPUTS, inputs);
    arguments(ids.method(), ids.outputs(), OUTPUTS, outputs);
  }

  private void arguments(
      NodeId method, NodeId id, QualifiedName name, List<MethodParameter> parameters) {
    if (!parameters.isEmpty()) {
      ExtensionObject[] arguments =
          parameters.stream()
              .map(parameter -> parameter.argument(namespace))
              .map(one -> ExtensionObject.encode(staticEncoding(), one))
              .toArray(ExtensionObject[]::new);
      property(method, id, name, NodeIds.Argument, new Variant(arguments));
    }
  }

  private EncodingContext staticEncoding() {
    return context.getServer().getStaticEncodingContext();
  }

  UaVariableNode property(
      NodeId owner, NodeId id, QualifiedName name, NodeId dataType, Variant value) {
    boolean isArray = value.value() != null && value.value().getClass().isArray();
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(context)
            .setNodeId(id)
            .setBrowseName(name)
            .setDisplayName(LocalizedText.english(name.name()))
            .setDataType(dataType)
            .setValueRank(isArray ? ValueRanks.OneDimension : ValueRanks.Scalar)
            .setValue(new DataValue(value))
            .setTypeDefinition(NodeIds.PropertyType)
            .build();
    add(owner, NodeIds.HasProperty, node);
    return node;
  }

  void structure(NodeId id, NodeId binary, String name, StructureDefinition definition) {
    UaDataTypeNode node =
        new UaDataTypeNode(
            context,
            id,
            name(name),
            LocalizedText.english(name),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            false);
    node.setDataTypeDefinition(definition);
    add(NodeIds.Structure, NodeIds.HasSubtype, node);
    DataTypeEncodingTypeNode encoding =
        new DataTypeEncodingTypeNode(
            context,
            binary,
            BINARY,
            LocalizedText.english(BINARY.name()),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            null,
            null,
            null);
    encoding.addReference(
        new Reference(
            binary,
            NodeIds.HasTypeDefinition,
            NodeIds.DataTypeEncodingType.expanded(),
            Direction.FORWARD));
    add(id, NodeIds.HasEncoding, encoding);
  }

  private void add(NodeId parent, NodeId reference, UaNode node) {
    nodes.addNode(node);
    node.addReference(
        new Reference(node.getNodeId(), reference, parent.expanded(), Direction.INVERSE));
  }
}
