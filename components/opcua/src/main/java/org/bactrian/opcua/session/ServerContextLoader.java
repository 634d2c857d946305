package org.bactrian.opcua.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.opcua.service.ServerOperationLimits;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.subscription.ServerContext;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;

/** Loads the namespaces, limits and types of a server that subscriptions need. */
final class ServerContextLoader {

  private ServerContextLoader() {}

  /**
   * Asks the server and waits.
   *
   * @param longest time that one answer may take
   * @throws UaException most often because the connection broke again at once
   */
  static ServerContext of(OpcUaClient active, Duration longest) throws UaException {
    try {
      long timeout = longest.toMillis();
      CompletableFuture<ServerOperationLimits> limits = ServerOperationLimits.of(active);
      CompletableFuture<List<DataValue>> start =
          active.readValuesAsync(
              0, TimestampsToReturn.Neither, List.of(NodeIds.Server_ServerStatus_StartTime));
      return new ServerContext(
          active,
          active.getConfig().getEndpoint().getServer().getApplicationUri(),
          active.getSessionAsync().get(timeout, TimeUnit.MILLISECONDS).getSessionId(),
          String.valueOf(start.get(timeout, TimeUnit.MILLISECONDS).get(0).value().value()),
          limits.get(timeout, TimeUnit.MILLISECONDS),
          active.getNamespaceTable());
    } catch (ExecutionException | TimeoutException e) {
      throw new UaException(StatusText.codeOf(e).value(), StatusText.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotConnectedException(ConnectFault.LOCAL, "shutting down");
    }
  }
}
