package org.bactrian.opcua.subscription;

import java.util.concurrent.CompletionException;
import org.bactrian.opcua.service.ServerOperationLimits;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * An active session and the server behind it.
 *
 * @param client makes the service calls
 * @param applicationUri who the server says it is
 * @param sessionId the server's id of the session; another one is another session
 * @param serverStart when the server started, as text; another one means that it restarted
 * @param limits how much it takes at once
 * @param namespaces its namespaces
 */
public record ServerContext(
    OpcUaClient client,
    String applicationUri,
    NodeId sessionId,
    String serverStart,
    ServerOperationLimits limits,
    NamespaceTable namespaces) {

  /**
   * Returns whether the client still has this session. It makes another one by itself when it loses
   * one, and then makes calls in that before this module hears of it.
   */
  boolean isCurrent() {
    try {
      OpcUaSession now = client.getSessionAsync().getNow(null);
      return now != null && now.getSessionId().equals(sessionId);
    } catch (CompletionException e) {
      return false;
    }
  }
}
