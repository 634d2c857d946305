package org.bactrian.edge.twin;

import java.util.List;
import java.util.Optional;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.opcua.service.HistoryContinuationPoint;
import org.bactrian.opcua.service.HistoryPage;
import org.bactrian.opcua.service.StatusText;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/** Pages of a history, which its server is asked for one by one. Not thread-safe. */
final class HistoryPages<T> implements PagedStream.PageSource<T> {

  private final ServerView server;
  private final HistoryFormat<List<T>> format;
  private TwinRequestExecutor.@Nullable Step<HistoryPage> first;
  private Optional<HistoryContinuationPoint> rest = Optional.empty();

  /**
   * @param first reads the first page
   */
  HistoryPages(
      ServerView server,
      TwinRequestExecutor.Step<HistoryPage> first,
      HistoryFormat<List<T>> format) {
    this.server = server;
    this.first = first;
    this.format = format;
  }

  @Override
  public boolean hasNext() {
    return first != null || rest.isPresent();
  }

  @Override
  public List<T> next() throws UaException {
    try {
      HistoryPage page = page();
      rest = page.continuation();
      if (!page.result().isUsable()) {
        throw refused(ServerFaults.spelled(StatusText.of(page.result().status())));
      }
      return format.read(server, page.history());
    } catch (IllegalArgumentException e) {
      throw ServerFaults.badRequest(e);
    }
  }

  @Override
  public void close() {
    first = null;
    rest.ifPresent(server.nodes()::release);
    rest = Optional.empty();
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

  /** Exception for what the server refused; a stream has no place for it. */
  static OperationException refused(String reason) {
    return new OperationException(
        FaultKind.BAD_REQUEST, "The server does not answer with the history: " + reason + ".");
  }
}
