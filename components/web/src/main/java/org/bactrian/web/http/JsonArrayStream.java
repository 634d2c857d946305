package org.bactrian.web.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bactrian.model.registry.RegistryJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams the elements of an iterator as a JSON array. Each element is sent as soon as it is there,
 * and the next is fetched when the caller has taken it, so that a response of any length takes the
 * memory of one element. Camel's own streams would buffer eight kilobytes.
 */
final class JsonArrayStream {

  private static final Logger LOG = LoggerFactory.getLogger(JsonArrayStream.class);

  /** Longest time until a caller has taken a part; what it keeps waiting is needed by others. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Iterator<?> elements;
  private final HttpServerResponse response;

  JsonArrayStream(Iterator<?> elements, HttpServerResponse response) {
    this.elements = elements;
    this.response = response;
  }

  /**
   * Sends it all, on the thread that calls. The connection ends where an element cannot be had,
   * since the caller has a part of the answer already.
   *
   * @throws RuntimeException when the first element cannot be had; nothing was sent then
   */
  void send() throws InterruptedException {
    try {
      boolean more = elements.hasNext();
      response.setStatusCode(200).putHeader("Content-Type", "application/json").setChunked(true);
      sendAfterFirst(more);
    } finally {
      close();
    }
  }

  private void sendAfterFirst(boolean any) throws InterruptedException {
    try {
      boolean more = any;
      String before = "[";
      while (more && !response.closed()) {
        write(Buffer.buffer(before).appendBytes(RegistryJson.bytes(elements.next())));
        before = ",";
        more = elements.hasNext();
      }
      if (response.closed()) {
        return;
      }
      await(response.end(Buffer.buffer(before.equals("[") ? "[]" : "]")));
    } catch (ExecutionException e) {
      LOG.debug("The caller is gone before its answer ended", e);
      response.reset();
    } catch (TimeoutException e) {
      LOG.debug("The caller takes nothing of its answer any more", e);
      response.reset();
    } catch (RuntimeException e) {
      LOG.warn("An answer broke off", e);
      response.reset();
    }
  }

  private void write(Buffer part)
      throws InterruptedException, ExecutionException, TimeoutException {
    await(response.write(part));
  }

  static void await(Future<Void> written)
      throws InterruptedException, ExecutionException, TimeoutException {
    written
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void close() {
    close(elements);
  }

  /** Closes what is not read to its end. */
  static void close(Object elements) {
    if (elements instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("What an answer came from cannot be closed", e);
      }
    }
  }
}
