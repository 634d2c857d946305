package org.bactrian.edge.twin;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Body;
import org.bactrian.edge.twin.contract.BrowseStreamChunk;
import org.bactrian.edge.twin.contract.BrowseStreamRequest;

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
    return TwinRequestExecutor.answered(
        request.settings(body.header()),
        body.header(),
        calls.stream(
            request,
            body.header(),
            (server, end) ->
                new PagedStream<>("Browsing", new BrowseStreamSource(server, body), end)),
        error -> List.of(new BrowseStreamChunk(null, null, null, error)).iterator());
  }
}
