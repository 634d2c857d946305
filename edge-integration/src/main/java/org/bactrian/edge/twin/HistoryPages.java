package org.bactrian.edge.twin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.HistoryContinuationPoint;
import org.bactrian.opcua.service.HistoryPage;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/**
 * Iterator over a history, read page by page. Reading it calls the server; the reader must close
 * it. Not thread-safe.
 */
final class HistoryStream<T> implements Iterator<T>, AutoCloseable {

  private final ServerView server;
  private final HistoryFormat<List<T>> format;
  private final CompletableFuture<Void> end;
  private final Deque<T> found = new ArrayDeque<>();
  private TwinRequestExecutor.@Nullable Step<HistoryPage> first;
  private Optional<HistoryContinuationPoint> rest = Optional.empty();

  /**
   * @param first reads the first page
   * @param end completed when the server is needed no longer
   */
  HistoryStream(
      ServerView server,
      TwinRequestExecutor.Step<HistoryPage> first,
      HistoryFormat<List<T>> format,
      CompletableFuture<Void> end) {
    this.server = server;
    this.first = first;
    this.format = format;
    this.end = end;
  }

  @Override
  public boolean hasNext() {
    try {
      while (found.isEmpty() && (first != null || rest.isPresent())) {
        take(page());
      }
    } catch (UaException e) {
      close();
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "Reading the history broke off: " + ServerFaults.spelled(StatusText.of(e)) + ".",
          e);
    } catch (RuntimeException e) {
      close();
      throw e instanceof IllegalArgumentException wrong ? ServerFaults.badRequest(wrong) : e;
    }
    if (found.isEmpty()) {
      close();
    }
    return !found.isEmpty();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The history was read to its end");
    }
    return found.remove();
  }

  @Override
  public void close() {
    first = null;
    rest.ifPresent(server.nodes()::release);
    rest = Optional.empty();
    end.complete(null);
  }

  private HistoryPage page() throws UaException {
    TwinRequestExecutor.Step<HistoryPage> opening = first;
    if (opening != null) {
      first = null;
      return opening.take();
    }
    HistoryContinuationPoint point = rest.orElseThrow();
    rest = Optional.empty();
    return ServerView.await(server.nodes().historyNext(point, false));
  }

  private void take(HistoryPage page) throws UaException {
    rest = page.continuation();
    if (!page.result().isUsable()) {
      throw refused(ServerFaults.spelled(StatusText.of(page.result().status())));
    }
    found.addAll(format.read(server, page.history()));
  }

  /** Exception for what the server refused; a stream has no place for it. */
  static OperationException refused(String reason) {
    return new OperationException(
        FaultKind.BAD_REQUEST, "The server does not answer with the history: " + reason + ".");
  }
}
