package org.bactrian.simulator.server;

import org.bactrian.simulator.history.HistoryContinuations;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultAttributeServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** Releases continuation points of HistoryRead (Part 4, 5.10.3), which Milo would read instead. */
final class HistoryReleaseService extends DefaultAttributeServiceSet {

  private final OpcUaServer server;
  private final HistoryContinuations continuations;

  HistoryReleaseService(OpcUaServer server, HistoryContinuations continuations) {
    super(server);
    this.server = server;
    this.continuations = continuations;
  }

  @Override
  public HistoryReadResponse onHistoryRead(
      ServiceRequestContext context, HistoryReadRequest request) throws UaException {
    HistoryReadValueId[] nodes = request.getNodesToRead();
    if (!Boolean.TRUE.equals(request.getReleaseContinuationPoints()) || nodes == null) {
      return super.onHistoryRead(context, request);
    }
    Session session = server.getSessionManager().getSession(context, request.getRequestHeader());
    HistoryReadResult[] results = new HistoryReadResult[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      boolean released =
          continuations.take(session.getSessionId(), nodes[i].getContinuationPoint()).isPresent();
      StatusCode status =
          released ? StatusCode.GOOD : new StatusCode(StatusCodes.Bad_ContinuationPointInvalid);
      results[i] = new HistoryReadResult(status, null, null);
    }
    return new HistoryReadResponse(createResponseHeader(request), results, new DiagnosticInfo[0]);
  }
}
