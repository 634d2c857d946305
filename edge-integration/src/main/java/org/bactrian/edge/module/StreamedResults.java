package org.bactrian.edge.module;

import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ByteBudget;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.StreamThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the elements of an operation that produces its answer gradually, such as BrowseStream,
 * into one JSON array. Reading them waits for an OPC UA server, so it runs on its own threads.
 * Thread-safe.
 */
final class StreamedResults {

  private static final Logger LOG = LoggerFactory.getLogger(StreamedResults.class);

  private final int atOnce;
  private final long maxBytes;
  private @Nullable ExecutorService threads;

  /** Limits all answers together to a quarter of the heap. */
  StreamedResults(int atOnce) {
    this(atOnce, Math.max(1, ByteBudget.quarterOfHeap() / atOnce));
  }

  /**
   * @param atOnce answers collected at the same time; further calls are refused as busy
   * @param maxBytes largest answer in bytes
   */
  StreamedResults(int atOnce, long maxBytes) {
    this.atOnce = atOnce;
    this.maxBytes = maxBytes;
  }

  /**
   * Collects {@code elements} into a JSON array in UTF-8, then closes them if they can be closed.
   *
   * @return fails with what reading them fails with, {@link OperationException} of kind BUSY when
   *     too many are read already, or {@link OperationException} of kind BAD_REQUEST when the
   *     answer is too large
   */
  CompletableFuture<byte[]> write(CamelContext context, Iterator<?> elements) {
    CompletableFuture<byte[]> written = new CompletableFuture<>();
    try {
      threads(context).execute(() -> complete(written, elements));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      close(elements);
      written.completeExceptionally(
          new OperationException(
              FaultKind.BUSY,
              atOnce + " answers are being put together already. Call again later.",
              e));
    }
    return written;
  }

  private void complete(CompletableFuture<byte[]> written, Iterator<?> elements) {
    try {
      written.complete(closed(elements));
    } catch (RuntimeException | Error e) {
      written.completeExceptionally(e);
    }
  }

  private byte[] closed(Iterator<?> elements) {
    try {
      return array(elements);
    } finally {
      close(elements);
    }
  }

  private byte[] array(Iterator<?> elements) {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    while (elements.hasNext()) {
      if (array.size() > 1) {
        array.write(',');
      }
      array.writeBytes(RegistryJson.bytes(elements.next()));
      if (array.size() > maxBytes) {
        throw new OperationException(
            FaultKind.BAD_REQUEST,
            "The answer is larger than "
                + maxBytes
                + " bytes, which is all that a method answers. Ask for less, or over HTTP, where"
                + " answers are sent as they are found.");
      }
    }
    array.write(']');
    return array.toByteArray();
  }

  private static void close(Iterator<?> elements) {
    if (elements instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("The source of an answer cannot be closed", e);
      }
    }
  }

  private synchronized ExecutorService threads(CamelContext context) {
    if (threads == null) {
      threads = StreamThreadPool.of(context, this, "method-streams", atOnce);
    }
    return threads;
  }
}
