package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.AttributeName;
import org.bactrian.edge.twin.contract.AttributeReadRequest;
import org.bactrian.edge.twin.contract.AttributeReadResponse;
import org.bactrian.edge.twin.contract.AttributeWriteRequest;
import org.bactrian.edge.twin.contract.AttributeWriteResponse;
import org.bactrian.edge.twin.contract.ReadRequest;
import org.bactrian.edge.twin.contract.ReadResponse;
import org.bactrian.edge.twin.contract.WriteRequest;
import org.bactrian.edge.twin.contract.WriteResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.WriteResult;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Methods that read and write attributes of many nodes. Each takes JSON and returns an object that
 * is written as JSON.
 */
public final class AttributeOperations {

  private static final String REMEDY =
      "Write [{\"nodeId\": \"i=2258\", \"attribute\": \"Value\"}].";

  /** Data types of the attributes (Part 3, 5); that of Value is the node's own. */
  private static final Map<AttributeName, NodeId> TYPES = new EnumMap<>(AttributeName.class);

  static {
    put(NodeIds.NodeId, AttributeName.NodeId, AttributeName.DataType);
    put(NodeIds.Int32, AttributeName.NodeClass, AttributeName.ValueRank);
    put(NodeIds.QualifiedName, AttributeName.BrowseName);
    put(
        NodeIds.LocalizedText,
        AttributeName.DisplayName,
        AttributeName.Description,
        AttributeName.InverseName);
    put(
        NodeIds.UInt32,
        AttributeName.WriteMask,
        AttributeName.UserWriteMask,
        AttributeName.ArrayDimensions);
    put(
        NodeIds.Boolean,
        AttributeName.IsAbstract,
        AttributeName.Symmetric,
        AttributeName.ContainsNoLoops,
        AttributeName.Historizing,
        AttributeName.Executable,
        AttributeName.UserExecutable);
    put(
        NodeIds.Byte,
        AttributeName.EventNotifier,
        AttributeName.AccessLevel,
        AttributeName.UserAccessLevel);
    put(NodeIds.Double, AttributeName.MinimumSamplingInterval);
    put(NodeIds.Structure, AttributeName.DataTypeDefinition);
    put(
        NodeIds.RolePermissionType,
        AttributeName.RolePermissions,
        AttributeName.UserRolePermissions);
    put(NodeIds.UInt16, AttributeName.AccessRestrictions);
  }

  private final TwinRequestExecutor calls;

  public AttributeOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  private static void put(NodeId type, AttributeName... attributes) {
    for (AttributeName attribute : attributes) {
      TYPES.put(attribute, type);
    }
  }

  /** Method NodeRead: attributes of nodes, each with a result of its own. */
  public CompletableFuture<ReadResponse> nodeRead(@Body byte[] request) {
    return calls.carryOut(
        request,
        ReadRequest.class,
        ReadRequest::header,
        AttributeOperations::read,
        error -> new ReadResponse(List.of(), error));
  }

  private static ReadResponse read(ServerView server, ReadRequest request) throws UaException {
    if (request.attributes() == null) {
      throw new OperationException(FaultKind.BAD_REQUEST, "attributes is missing. " + REMEDY);
    }
    List<NodeAttributeId> targets = new ArrayList<>();
    for (AttributeReadRequest wanted : request.attributes()) {
      targets.add(target(targets.size(), wanted.nodeId(), wanted.attribute()));
    }
    List<AttributeValue> values =
        ServerView.await(server.nodes().read(targets, ReadOptions.DEFAULT));
    return new ReadResponse(values.stream().map(value -> attribute(server, value)).toList(), null);
  }

  private static AttributeReadResponse attribute(ServerView server, AttributeValue read) {
    NodeValueConverter.Written written = server.values().write(read.value().value());
    return new AttributeReadResponse(
        written.json(), ServerFaults.of(written.result(read.result()), server.header()));
  }

  /** Method NodeWrite: attributes of nodes are written, each with a result of its own. */
  public CompletableFuture<WriteResponse> nodeWrite(@Body byte[] request) {
    return calls.carryOut(
        request,
        WriteRequest.class,
        WriteRequest::header,
        AttributeOperations::write,
        error -> new WriteResponse(List.of(), error));
  }

  private static WriteResponse write(ServerView server, WriteRequest request) throws UaException {
    if (request.attributes() == null) {
      throw new OperationException(FaultKind.BAD_REQUEST, "attributes is missing. " + REMEDY);
    }
    List<NodeAttributeId> targets = new ArrayList<>();
    for (AttributeWriteRequest wanted : request.attributes()) {
      targets.add(target(targets.size(), wanted.nodeId(), wanted.attribute()));
    }
    List<ExpectedType> types = types(server, targets);
    List<NodeWrite> writes = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      AttributeWriteRequest wanted = request.attributes().get(i);
      Variant value =
          wanted.value() == null
              ? Variant.NULL_VALUE
              : server
                  .values()
                  .read(
                      wanted.value(),
                      types.get(i),
                      JsonPointer.compile("/attributes/" + i + "/value"));
      writes.add(new NodeWrite(targets.get(i), value));
    }
    List<WriteResult> results = ServerView.await(server.nodes().write(writes));
    return new WriteResponse(
        results.stream()
            .map(
                result ->
                    new AttributeWriteResponse(ServerFaults.of(result.result(), server.header())))
            .toList(),
        null);
  }

  private static NodeAttributeId target(
      int place, @Nullable String nodeId, @Nullable AttributeName attribute) {
    if (!ServerView.isGiven(nodeId) || attribute == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "/attributes/" + place + " has no nodeId or no attribute. " + REMEDY);
    }
    return new NodeAttributeId(ServerView.node(nodeId), AttributeId.valueOf(attribute.name()), "");
  }

  /** Types of what is written; those of values are the server's to say. */
  private static List<ExpectedType> types(ServerView server, List<NodeAttributeId> targets)
      throws UaException {
    List<NodeAttributeId> asked =
        targets.stream()
            .filter(target -> target.attribute() == AttributeId.Value)
            .map(target -> new NodeAttributeId(target.node(), AttributeId.DataType, ""))
            .toList();
    List<AttributeValue> told = ServerView.await(server.nodes().read(asked, ReadOptions.DEFAULT));
    List<ExpectedType> types = new ArrayList<>();
    int place = 0;
    for (NodeAttributeId target : targets) {
      if (target.attribute() != AttributeId.Value) {
        types.add(type(AttributeName.valueOf(target.attribute().name())));
      } else if (told.get(place++).value().value().value() instanceof NodeId type) {
        types.add(ExpectedType.of(type));
      } else {
        types.add(ExpectedType.UNKNOWN);
      }
    }
    return types;
  }

  private static NodeId dataType(AttributeName attribute) {
    return TYPES.getOrDefault(attribute, NodeIds.BaseDataType);
  }

  private static ExpectedType type(AttributeName attribute) {
    return switch (attribute) {
      case ArrayDimensions -> ExpectedType.of(OpcUaDataType.UInt32, 1);
      case RolePermissions, UserRolePermissions -> new ExpectedType(dataType(attribute), 1);
      default -> new ExpectedType(dataType(attribute), ExpectedType.SCALAR);
    };
  }
}
