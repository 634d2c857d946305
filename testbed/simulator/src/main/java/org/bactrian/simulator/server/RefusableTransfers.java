package org.bactrian.simulator.server;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TransferSubscriptionsResponse;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** Transfers of subscriptions between sessions, which are refused while a test wants that. */
final class RefusableTransfers extends DefaultSubscriptionServiceSet {

  private final AtomicInteger refused = new AtomicInteger();
  private volatile long status = StatusCodes.Good;

  RefusableTransfers(OpcUaServer server) {
    super(server);
  }

  /** Refuses transfers with this status from now on; lets them through where it is good. */
  void refuse(long withStatus) {
    status = withStatus;
  }

  /** Number of requests that were refused. */
  int refused() {
    return refused.get();
  }

  @Override
  public TransferSubscriptionsResponse onTransferSubscriptions(
      ServiceRequestContext context, TransferSubscriptionsRequest request) throws UaException {
    long present = status;
    if (present != StatusCodes.Good) {
      refused.incrementAndGet();
      throw new UaException(present);
    }
    return super.onTransferSubscriptions(context, request);
  }
}
