package org.bactrian.simulator.type;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import org.bactrian.simulator.space.LiveNamespace;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.Reference.Direction;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.core.types.DynamicEnumType;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.sdk.core.types.codec.DynamicCodecFactory;
import org.eclipse.milo.opcua.sdk.core.typetree.DataType;
import org.eclipse.milo.opcua.sdk.core.typetree.DataTypeTree;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.model.objects.DataTypeEncodingTypeNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaDataTypeNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.StructureType;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumField;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureDefinition;
import org.eclipse.milo.opcua.stack.core.types.structured.StructureField;

/**
 * The data types of the plant, described by their DataTypeDefinition (OPC UA Part 3, 8.48) so that
 * clients that have never seen them can decode them.
 */
public final class PlantTypes {

  /** Namespace of the data types. */
  public static final String NAMESPACE = "urn:bactrian:types";

  private final OpcUaServer server;
  private final LiveNamespace namespace;
  private final NodeId machineState;
  private final NodeId job;
  private final NodeId jobBinary;

  /** Builds the types into a running namespace. */
  public PlantTypes(LiveNamespace namespace) {
    this.namespace = namespace;
    this.server = namespace.server();
    machineState = id("MachineState");
    job = id("Job");
    jobBinary = id("Job/DefaultBinary");
    addMachineState();
    addJob();
    DataTypeTree types = server.updateDataTypeTree();
    register(types, machineState);
    register(types, job);
  }

  /** Node id of the enumeration. */
  public NodeId machineState() {
    return machineState;
  }

  /** Node id of the structure. */
  public NodeId job() {
    return job;
  }

  /** A job as the Value attribute carries it. */
  public ExtensionObject encode(Job value) {
    DataTypeTree types = server.getDataTypeTree();
    LinkedHashMap<String, Object> members = new LinkedHashMap<>();
    members.put("OrderId", value.orderId());
    members.put("Number", uint(value.number()));
    members.put("Quantity", uint(value.quantity()));
    members.put("Done", uint(value.done()));
    members.put("Started", value.started());
    members.put(
        "State", DynamicEnumType.newInstance(type(types, machineState), value.state().ordinal()));
    return ExtensionObject.encode(
        server.getDynamicEncodingContext(), new DynamicStructType(type(types, job), members));
  }

  private void addMachineState() {
    UaDataTypeNode node = dataType(machineState, "MachineState", NodeIds.Enumeration);
    MachineState[] states = MachineState.values();
    node.setEnumStrings(
        Arrays.stream(states)
            .map(state -> LocalizedText.english(state.label()))
            .toArray(LocalizedText[]::new));
    node.setDataTypeDefinition(
        new EnumDefinition(
            Arrays.stream(states).map(PlantTypes::enumField).toArray(EnumField[]::new)));
  }

  private void addJob() {
    UaDataTypeNode node = dataType(job, "Job", NodeIds.Structure);
    addEncoding();
    node.setDataTypeDefinition(
        new StructureDefinition(
            jobBinary,
            NodeIds.Structure,
            StructureType.Structure,
            new StructureField[] {
              field("OrderId", NodeIds.String),
              field("Number", NodeIds.UInt32),
              field("Quantity", NodeIds.UInt32),
              field("Done", NodeIds.UInt32),
              field("Started", NodeIds.DateTime),
              field("State", machineState)
            }));
  }

  private void addEncoding() {
    LocalizedText name = LocalizedText.english("Default Binary");
    DataTypeEncodingTypeNode node =
        new DataTypeEncodingTypeNode(
            namespace.getNodeContext(),
            jobBinary,
            new QualifiedName(0, "Default Binary"),
            name,
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            null,
            null,
            null);
    node.addReference(
        new Reference(
            jobBinary,
            NodeIds.HasTypeDefinition,
            NodeIds.DataTypeEncodingType.expanded(),
            Direction.FORWARD));
    node.addReference(
        new Reference(jobBinary, NodeIds.HasEncoding, job.expanded(), Direction.INVERSE));
    namespace.getNodeManager().addNode(node);
  }

  private UaDataTypeNode dataType(NodeId id, String name, NodeId parent) {
    UaDataTypeNode node =
        new UaDataTypeNode(
            namespace.getNodeContext(),
            id,
            new QualifiedName(namespace.getNamespaceIndex(), name),
            LocalizedText.english(name),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0),
            false);
    node.addReference(new Reference(id, NodeIds.HasSubtype, parent.expanded(), Direction.INVERSE));
    namespace.getNodeManager().addNode(node);
    return node;
  }

  private void register(DataTypeTree types, NodeId dataType) {
    DataType described = type(types, dataType);
    server
        .getDynamicDataTypeManager()
        .registerType(
            dataType,
            DynamicCodecFactory.create(described, types),
            described.getBinaryEncodingId(),
            null,
            null);
  }

  private NodeId id(String identifier) {
    return new NodeId(namespace.getNamespaceIndex(), identifier);
  }

  private static DataType type(DataTypeTree types, NodeId id) {
    DataType type = types.getDataType(id);
    if (type == null) {
      throw new IllegalStateException("the server does not know the data type " + id);
    }
    return type;
  }

  private static EnumField enumField(MachineState state) {
    return new EnumField(
        (long) state.ordinal(),
        LocalizedText.english(state.label()),
        LocalizedText.NULL_VALUE,
        state.label());
  }

  private static StructureField field(String name, NodeId dataType) {
    return new StructureField(
        name, LocalizedText.NULL_VALUE, dataType, ValueRanks.Scalar, null, uint(0), false);
  }
}
