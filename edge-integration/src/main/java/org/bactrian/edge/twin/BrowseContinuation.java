package org.bactrian.edge.twin;

import org.bactrian.opcua.service.BrowsePage;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/** Continuation of a browse: the server's continuation point, kept under a token of the caller. */
final class BrowseContinuation {

  private BrowseContinuation() {}

  /** Returns the token with which the caller gets the next page; null after the last page. */
  static @Nullable String token(ServerView server, BrowsePage page) {
    return page.continuation().map(server.access()::keep).orElse(null);
  }

  /**
   * Returns the answer for a page, and releases its continuation point when that fails: a caller
   * without a token cannot go on.
   */
  static <R> R releasedOnFailure(
      ServerView server, BrowsePage page, TwinRequestExecutor.Step<R> answer) throws UaException {
    try {
      return answer.take();
    } catch (UaException | RuntimeException e) {
      page.continuation().ifPresent(point -> server.nodes().browseNext(point, true));
      throw e;
    }
  }
}
