package org.bactrian.edge.twin;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.HistoryReadRequest;
import org.bactrian.edge.twin.contract.HistoryReadResponse;
import org.bactrian.edge.twin.contract.HistoryUpdateRequest;
import org.bactrian.edge.twin.contract.HistoryUpdateResponse;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.json.ExpectedType;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteAtTimeDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteRawModifiedDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryUpdateDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateDataDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateEventDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.UpdateStructureDataDetails;
import org.jspecify.annotations.Nullable;

/**
 * Methods that read and change histories with the details that OPC UA defines (Part 11, 6.4 and
 * 6.9), as extension objects in JSON. Each takes JSON and returns an object that is written as
 * JSON.
 */
public final class RawHistoryOperations {

  private static final JsonPointer DETAILS = JsonPointer.compile("/details");

  private final TwinRequestExecutor calls;

  public RawHistoryOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method HistoryRead: the first page of a history. */
  public CompletableFuture<HistoryReadResponse<JsonNode>> historyRead(@Body byte[] payload) {
    return calls.carryOut(
        payload,
        HistoryReadRequest.class,
        HistoryReadRequest::header,
        (server, request) ->
            HistoryReader.answer(
                server,
                HistoryReader.first(
                    server,
                    request,
                    decoded(
                        server,
                        request.details(),
                        HistoryReadDetails.class,
                        "ReadRawModifiedDetails, {\"TypeId\": \"i=647\", \"Body\": {…}}")),
                HistoryFormat.RAW),
        HistoryReadResponse::failed);
  }

  /** Method HistoryReadNext: the page after that of an earlier answer. */
  public CompletableFuture<HistoryReadResponse<JsonNode>> historyReadNext(@Body byte[] payload) {
    return HistoryReadOperations.next(calls, payload, HistoryFormat.RAW);
  }

  /** Method HistoryUpdate: a change of the node of the request, or of its details. */
  public CompletableFuture<HistoryUpdateResponse> historyUpdate(@Body byte[] payload) {
    return calls.carryOut(
        payload,
        HistoryUpdateRequest.class,
        HistoryUpdateRequest::header,
        (server, request) ->
            HistoryUpdateOperations.carryOut(
                server,
                targeted(
                    server,
                    request,
                    decoded(
                        server,
                        request.details(),
                        HistoryUpdateDetails.class,
                        "UpdateDataDetails, {\"TypeId\": \"i=680\", \"Body\": {…}}"))),
        error -> new HistoryUpdateResponse(null, error));
  }

  /**
   * The structure that details are, in whatever encoding they came.
   *
   * @param example name and form of one that may stand there
   */
  private static <D extends UaStructuredType> D decoded(
      ServerView server, JsonNode details, Class<D> kind, String example) {
    Object value =
        server
            .values()
            .read(
                HistoryReader.required(details),
                new ExpectedType(NodeIds.Structure, ExpectedType.SCALAR),
                DETAILS)
            .value();
    UaStructuredType structure = null;
    if (value instanceof ExtensionObject object && !object.isNull()) {
      try {
        structure = object.decode(server.access().encoding());
      } catch (RuntimeException e) {
        // Codecs say with any exception that bytes are missing or wrong.
        throw wrongDetails("cannot be decoded: " + e.getMessage(), kind, example, e);
      }
    }
    if (!kind.isInstance(structure)) {
      String found = structure == null ? "nothing" : structure.getClass().getSimpleName();
      throw wrongDetails("is " + found, kind, example, null);
    }
    return kind.cast(structure);
  }

  private static OperationException wrongDetails(
      String found, Class<?> kind, String example, @Nullable RuntimeException cause) {
    return new OperationException(
        FaultKind.BAD_REQUEST,
        "details %s. Write one of the %s, such as %s."
            .formatted(found, kind.getSimpleName(), example),
        cause);
  }

  /** The details with the node of the request, where it names one. */
  private static HistoryUpdateDetails targeted(
      ServerView server, HistoryUpdateRequest request, HistoryUpdateDetails details)
      throws UaException {
    boolean named =
        ServerView.isGiven(request.nodeId()) || ServerView.isGiven(request.browsePath());
    if (!named && !nodeOf(details).isNull()) {
      return details;
    }
    return at(
        server.local(
            TargetNodeResolver.node(server, "node", request.nodeId(), request.browsePath())),
        details);
  }

  private static NodeId nodeOf(HistoryUpdateDetails details) {
    if (details instanceof UpdateDataDetails values) {
      return values.getNodeId();
    }
    if (details instanceof UpdateStructureDataDetails structures) {
      return structures.getNodeId();
    }
    if (details instanceof UpdateEventDetails events) {
      return events.getNodeId();
    }
    if (details instanceof DeleteRawModifiedDetails range) {
      return range.getNodeId();
    }
    if (details instanceof DeleteAtTimeDetails times) {
      return times.getNodeId();
    }
    return details instanceof DeleteEventDetails events ? events.getNodeId() : NodeId.NULL_VALUE;
  }

  private static HistoryUpdateDetails at(NodeId node, HistoryUpdateDetails details) {
    if (details instanceof UpdateDataDetails values) {
      return new UpdateDataDetails(
          node, values.getPerformInsertReplace(), values.getUpdateValues());
    }
    if (details instanceof UpdateStructureDataDetails structures) {
      return new UpdateStructureDataDetails(
          node, structures.getPerformInsertReplace(), structures.getUpdateValues());
    }
    if (details instanceof UpdateEventDetails events) {
      return new UpdateEventDetails(
          node, events.getPerformInsertReplace(), events.getFilter(), events.getEventData());
    }
    if (details instanceof DeleteRawModifiedDetails range) {
      return new DeleteRawModifiedDetails(
          node, range.getIsDeleteModified(), range.getStartTime(), range.getEndTime());
    }
    if (details instanceof DeleteAtTimeDetails times) {
      return new DeleteAtTimeDetails(node, times.getReqTimes());
    }
    return details instanceof DeleteEventDetails events
        ? new DeleteEventDetails(node, events.getEventIds())
        : details;
  }
}
