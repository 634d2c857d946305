package org.bactrian.edge.twin;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.BrowseStreamChunk;
import org.bactrian.edge.twin.contract.BrowseStreamRequest;
import org.bactrian.opcua.session.ConnectionSettings;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Operations whose answers are streamed. Each takes JSON and returns objects that are written as
 * JSON.
 */
public final class StreamOperations {

  private final TwinRequestExecutor calls;

  public StreamOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /**
   * Operation BrowseStream: nodes and references until there are no more.
   *
   * @return calls the server while it is read; to be closed by the reader unless it is read to its
   *     end
   */
  public CompletableFuture<Iterator<BrowseStreamChunk>> browseStream(@Body byte[] payload) {
    TwinRequest request = TwinRequest.read(payload);
    BrowseStreamRequest body = request.body(BrowseStreamRequest.class);
    ConnectionSettings settings = request.settings(body.header());
    CompletableFuture<Iterator<BrowseStreamChunk>> opened = new CompletableFuture<>();
    calls
        .sessions()
        .use(
            settings,
            calls.optionsOfStream(request, body.header()),
            access -> {
              calls.requireExpectedServer(request, access);
              CompletableFuture<Void> end = new CompletableFuture<>();
              try {
                opened.complete(new BrowseStream(new ServerView(access, body.header()), body, end));
              } catch (UaException e) {
                end.completeExceptionally(e);
              }
              return end;
            })
        .whenComplete(
            (nothing, fault) -> {
              if (fault != null) {
                opened.completeExceptionally(fault);
              }
            });
    return TwinRequestExecutor.answered(
        settings,
        body.header(),
        opened,
        error -> List.of(new BrowseStreamChunk(null, null, null, error)).iterator());
  }
}
