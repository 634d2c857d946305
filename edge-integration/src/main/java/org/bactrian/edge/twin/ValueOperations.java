package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.ValueEncoding;
import org.bactrian.edge.twin.contract.ValueReadRequest;
import org.bactrian.edge.twin.contract.ValueReadResponse;
import org.bactrian.edge.twin.contract.ValueWriteRequest;
import org.bactrian.edge.twin.contract.ValueWriteResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.bactrian.opcua.service.AttributeValue;
import org.bactrian.opcua.service.NodeAttributeId;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.ReadOptions;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * Methods that read and write values. Each takes JSON and returns an object that is written as
 * JSON.
 */
public final class ValueOperations {

  private final TwinRequestExecutor calls;

  public ValueOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method ValueRead: the value of a variable. */
  public CompletableFuture<ValueReadResponse> valueRead(@Body byte[] request) {
    return calls.carryOut(
        request,
        ValueReadRequest.class,
        ValueReadRequest::header,
        ValueOperations::read,
        ValueOperations::unread);
  }

  private static ValueReadResponse unread(ErrorInfo error) {
    return new ValueReadResponse(null, null, null, null, null, null, error);
  }

  private static ValueReadResponse read(ServerView server, ValueReadRequest request)
      throws UaException {
    ExpandedNodeId node =
        TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath());
    ReadOptions options =
        new ReadOptions(
            request.maxAge() == null ? Duration.ZERO : request.maxAge(),
            EnumerationConverter.timestamps(request.timestampsToReturn()));
    AttributeValue answer =
        ServerView.await(server.nodes().read(List.of(value(node, request.indexRange())), options))
            .get(0);
    DataValue value = answer.value();
    NodeValueConverter.Written written =
        server.values().write(value.value(), request.encoding() != ValueEncoding.NonReversible);
    return new ValueReadResponse(
        written.type() == null ? null : written.json(),
        written.type(),
        NodeReader.picoseconds(value.sourcePicoseconds()),
        NodeReader.instant(value.sourceTime()),
        NodeReader.picoseconds(value.serverPicoseconds()),
        NodeReader.instant(value.serverTime()),
        ServerFaults.of(written.result(answer.result()), server.header()));
  }

  /** Method ValueWrite: a variable gets a value, coerced to the type that it has. */
  public CompletableFuture<ValueWriteResponse> valueWrite(@Body byte[] request) {
    return calls.carryOut(
        request,
        ValueWriteRequest.class,
        ValueWriteRequest::header,
        ValueOperations::write,
        ValueWriteResponse::new);
  }

  private static ValueWriteResponse write(ServerView server, ValueWriteRequest request)
      throws UaException {
    if (request.value() == null) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "value is missing. Write the value that the node is to have.");
    }
    ExpandedNodeId node =
        TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath());
    ExpectedType type;
    if (ServerView.isGiven(request.dataType())) {
      type = ExpectedType.of(server.local(ServerView.node(request.dataType())));
    } else {
      VariableType read = VariableType.read(server, node, request.indexRange());
      if (!read.result().isUsable()) {
        return new ValueWriteResponse(ServerFaults.of(read.result(), server.header()));
      }
      type = read.type();
    }
    Variant value = server.values().read(request.value(), type, JsonPointer.compile("/value"));
    return new ValueWriteResponse(
        ServerFaults.of(
            ServerView.await(
                    server
                        .nodes()
                        .write(List.of(new NodeWrite(value(node, request.indexRange()), value))))
                .get(0)
                .result(),
            server.header()));
  }

  private static NodeAttributeId value(ExpandedNodeId node, String range) {
    return new NodeAttributeId(node, AttributeId.Value, range == null ? "" : range);
  }
}
