package org.bactrian.opcua.push;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bactrian.opcua.service.CallAnswer;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodePath;
import org.bactrian.opcua.service.NodePathResult;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.service.OpcUaMethodCall;
import org.bactrian.opcua.service.OpcUaMethodResult;
import org.bactrian.opcua.service.ReadOptions;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/**
 * Calls of standard methods of a server, whose outputs are checked for their types, since a server
 * may answer anything. For threads that may wait.
 */
record ServerMethods(NodeServices nodes, OpcUaClient client) {

  /**
   * Calls a method.
   *
   * @param name name of the method, for messages
   * @throws UaException with the name and the status when it was refused, or when a call failed
   */
  List<Variant> call(NodeId object, NodeId method, String name, Variant... inputs)
      throws UaException {
    OpcUaMethodResult result =
        CallAnswer.await(
                nodes.call(
                    List.of(
                        new OpcUaMethodCall(
                            object.expanded(), method.expanded(), List.of(inputs)))))
            .get(0);
    if (!result.status().isGood()) {
      throw new UaException(
          result.status().value(),
          "%s answered %s%s"
              .formatted(
                  name,
                  StatusText.of(result.status()),
                  result.detail().isEmpty() ? "" : " (" + result.detail() + ")"));
    }
    return result.outputs();
  }

  /**
   * The output of a method that has one.
   *
   * @throws UaException {@code Bad_DecodingError} when it is missing or of another type
   */
  static <T> T output(List<Variant> outputs, Class<T> type, String method) throws UaException {
    Object value = outputs.isEmpty() ? null : outputs.get(0).value();
    if (!type.isInstance(value)) {
      throw new UaException(
          StatusCodes.Bad_DecodingError,
          "%s answered %s where OPC UA has %s"
              .formatted(
                  method,
                  value == null ? "nothing" : value.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    return type.cast(value);
  }

  /** The component or property of that name in the namespace of OPC UA; empty for none. */
  Optional<NodeId> child(NodeId parent, String name) throws UaException {
    return children(parent, List.of(name)).get(0);
  }

  /** Components or properties by their names, each empty where there is none. */
  List<Optional<NodeId>> children(NodeId parent, List<String> names) throws UaException {
    List<NodePath> paths = new ArrayList<>();
    for (String name : names) {
      RelativePathElement step =
          new RelativePathElement(
              NodeIds.HierarchicalReferences, false, true, new QualifiedName(0, name));
      paths.add(
          new NodePath(parent.expanded(), new RelativePath(new RelativePathElement[] {step})));
    }
    List<Optional<NodeId>> found = new ArrayList<>();
    for (NodePathResult result : CallAnswer.await(nodes.translate(paths))) {
      found.add(
          result.targets().stream()
              .filter(target -> target.remainingPathIndex().isEmpty())
              .flatMap(target -> target.node().toNodeId(client.getNamespaceTable()).stream())
              .findFirst());
    }
    return found;
  }

  /** The value of a variable, of that type; empty when it has none, or another. */
  <T> Optional<T> value(NodeId variable, Class<T> type) throws UaException {
    Object value =
        CallAnswer.await(
                nodes.read(
                    List.of(NodeAttributeId.value(variable.expanded())), ReadOptions.DEFAULT))
            .get(0)
            .value()
            .value()
            .value();
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }
}
