package org.bactrian.opcua.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Answer of a server, for threads that may wait for it. */
public final class CallAnswer {

  private CallAnswer() {}

  /**
   * Waits for what the server answers.
   *
   * @throws UaException when a call failed as a whole
   */
  public static <T> T await(CompletableFuture<T> answer) throws UaException {
    try {
      return answer.get();
    } catch (ExecutionException | CompletionException e) {
      throw UaException.extract(e)
          .orElseGet(() -> new UaException(StatusCodes.Bad_UnexpectedError, e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, "the edge is shutting down");
    }
  }
}
