package org.bactrian.edge.twin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bactrian.edge.twin.contract.MethodMetadata;
import org.bactrian.edge.twin.contract.MethodMetadataArgument;
import org.bactrian.edge.twin.contract.NodeValueRank;
import org.bactrian.opcua.service.MethodDescription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.jspecify.annotations.Nullable;

/** Reads the metadata of method arguments for the contract, with their data types as nodes. */
record MethodArgumentMetadata(ServerView server) {

  MethodMetadata of(MethodDescription method) throws UaException {
    Map<NodeId, NodeReader.Found> types = types(method);
    return new MethodMetadata(
        method.object().map(server::text).orElse(null),
        arguments(method.inputs(), types),
        arguments(method.outputs(), types));
  }

  private Map<NodeId, NodeReader.Found> types(MethodDescription method) throws UaException {
    List<Argument> all = new ArrayList<>(method.inputs());
    all.addAll(method.outputs());
    List<NodeId> ids = all.stream().map(Argument::getDataType).distinct().toList();
    List<NodeReader.Found> found =
        new NodeReader(server)
            .read(
                ids.stream()
                    .map(
                        id ->
                            new NodeReader.Wanted(
                                id, NodeClass.DataType, false, Optional.of(false)))
                    .toList());
    Map<NodeId, NodeReader.Found> types = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      types.put(ids.get(i), found.get(i));
    }
    return types;
  }

  /** Null for none, as the contracts have it. */
  private @Nullable List<MethodMetadataArgument> arguments(
      List<Argument> arguments, Map<NodeId, NodeReader.Found> types) {
    if (arguments.isEmpty()) {
      return null;
    }
    List<MethodMetadataArgument> told = new ArrayList<>();
    for (Argument argument : arguments) {
      NodeReader.Found type =
          Objects.requireNonNull(types.get(argument.getDataType()), "data type was not read");
      NodeValueRank rank = NodeValueRank.of(argument.getValueRank());
      told.add(
          new MethodMetadataArgument(
              argument.getName(),
              argument.getDescription() == null ? null : argument.getDescription().text(),
              type.node(),
              null,
              rank == NodeValueRank.Scalar ? null : rank,
              argument.getArrayDimensions() == null
                  ? null
                  : NodeReader.longs(argument.getArrayDimensions()),
              ServerFaults.of(type.result(), server.header())));
    }
    return told;
  }
}
