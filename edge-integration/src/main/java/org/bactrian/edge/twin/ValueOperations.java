package org.bactrian.edge.twin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.twin.ServiceResult;
import org.bactrian.model.twin.ValueEncoding;
import org.bactrian.model.twin.ValueReadRequest;
import org.bactrian.model.twin.ValueReadResponse;
import org.bactrian.model.twin.ValueWriteRequest;
import org.bactrian.model.twin.ValueWriteResponse;
import org.bactrian.opcua.service.NodeAttribute;
import org.bactrian.opcua.service.NodeWrite;
import org.bactrian.opcua.service.WriteResult;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;

/** The methods that read and write values, each with JSON in and what is to become JSON out. */
public final class ValueOperations {

  private final TwinCalls calls;

  public ValueOperations(TwinCalls calls) {
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

  private static ValueReadResponse unread(ServiceResult error) {
    return new ValueReadResponse(null, null, null, null, null, null, error);
  }

  private static ValueReadResponse read(ServerView server, ValueReadRequest request)
      throws UaException {
    ExpandedNodeId node = Targets.node(server, request.nodeId(), request.browsePath());
    String range = request.indexRange() == null ? "" : request.indexRange();
    DataValue value =
        server
            .await(
                server
                    .services()
                    .read(
                        List.of(new NodeAttribute(node, AttributeId.Value, range)),
                        request.maxAge() == null ? 0 : request.maxAge().toMillis()))
            .get(0);
    boolean exists = value.value().isNotNull();
    return new ValueReadResponse(
        exists
            ? server.values().json(value.value(), request.encoding() == ValueEncoding.Reversible)
            : null,
        exists ? Values.typeOf(value.value()) : null,
        NodeReader.picoseconds(value.sourcePicoseconds()),
        NodeReader.instant(value.sourceTime()),
        NodeReader.picoseconds(value.serverPicoseconds()),
        NodeReader.instant(value.serverTime()),
        Faults.of(value.statusCode(), server.header()));
  }

  /** Method ValueWrite: a variable gets a value. */
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
      throw new BadRequestException("value is missing. Write the value that the node is to have.");
    }
    ExpandedNodeId node = Targets.node(server, request.nodeId(), request.browsePath());
    String range = request.indexRange() == null ? "" : request.indexRange();
    NodeAttribute target = new NodeAttribute(node, AttributeId.Value, range);
    WriteResult result =
        server
            .await(
                server
                    .services()
                    .write(List.of(new NodeWrite(target, PlainJson.of(request.value())))))
            .get(0);
    return new ValueWriteResponse(Faults.of(result.status(), result.detail(), server.header()));
  }
}
