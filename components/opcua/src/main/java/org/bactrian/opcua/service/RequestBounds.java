package org.bactrian.opcua.service;

import java.util.concurrent.CompletableFuture;
import org.bactrian.model.setting.SettingRange;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.util.Unit;

/**
 * Bounds of the user on requests to servers; the smaller of these and a server's own counts.
 *
 * @param nodesPerRead nodes in one Read, 0 for no bound
 * @param nodesPerBrowse nodes in one Browse, 0 for no bound
 */
public record RequestBounds(int nodesPerRead, int nodesPerBrowse) {

  /** No bounds. */
  public static final RequestBounds NONE = new RequestBounds(0, 0);

  /** Key under which a session of Milo keeps them. */
  private static final String KEY = RequestBounds.class.getName();

  public RequestBounds {
    SettingRange.notNegative("nodesPerRead", nodesPerRead);
    SettingRange.notNegative("nodesPerBrowse", nodesPerBrowse);
  }

  /** Makes them hold in all sessions of a client that is not connected yet. */
  public void applyTo(OpcUaClient client) {
    if (!equals(NONE)) {
      client.addSessionInitializer(
          (connecting, session) -> {
            session.put(KEY, this);
            return CompletableFuture.completedFuture(Unit.VALUE);
          });
    }
  }

  /** Returns those of a session. */
  static RequestBounds of(OpcUaSession session) {
    return session.get(KEY) instanceof RequestBounds bounds ? bounds : NONE;
  }

  /** Returns limits that are within these bounds. */
  ServerOperationLimits within(ServerOperationLimits limits) {
    return new ServerOperationLimits(
        bounded(limits.nodesPerRead(), nodesPerRead),
        limits.nodesPerWrite(),
        bounded(limits.nodesPerBrowse(), nodesPerBrowse),
        limits.methodsPerCall(),
        limits.pathsPerTranslate(),
        limits.itemsPerCall(),
        limits.itemsPerSubscription());
  }

  private static int bounded(int limit, int bound) {
    return bound == 0 ? limit : Math.min(limit, bound);
  }
}
