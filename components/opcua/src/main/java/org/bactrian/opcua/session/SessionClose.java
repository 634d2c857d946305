package org.bactrian.opcua.session;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSessionRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** End of a session that leaves its subscriptions at the server, for another session to take. */
final class SessionClose {

  private static final Logger LOG = LoggerFactory.getLogger(SessionClose.class);

  /** Milliseconds that the request may take. */
  private static final UInteger TIMEOUT = uint(2_000);

  private SessionClose() {}

  /**
   * Closes the session, or leaves it to time out where the server does not answer.
   *
   * @return completed when the client is disconnected, whatever went wrong
   */
  static CompletableFuture<Void> keepingSubscriptions(OpcUaClient client) {
    return client
        .getSessionAsync()
        .thenCompose(
            session ->
                client.sendRequestAsync(
                    new CloseSessionRequest(
                        client.newRequestHeader(session.getAuthenticationToken(), TIMEOUT), false)))
        .orTimeout(TIMEOUT.longValue(), TimeUnit.MILLISECONDS)
        .handle(
            (answer, fault) -> {
              if (fault != null) {
                LOG.debug("A session is left to time out", fault);
              }
              // Milo's own close asks the server to delete the subscriptions. Without a connection
              // that does not reach it.
              return client.getTransport().disconnect();
            })
        .thenCompose(disconnected -> disconnected)
        .handle((nothing, fault) -> client.disconnectAsync())
        .thenCompose(disconnected -> disconnected)
        .handle((nothing, fault) -> null);
  }
}
