package org.bactrian.model.method;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;

/**
 * One call at the module: its request grows, is carried out once, then its answer is handed out.
 */
final class ReceivedCall {

  private static final int DEFAULT_PART = 65_536;

  private final String handle;
  private final String method;
  private final String contentType;
  private final int length;
  private final int partSize;
  private final int maxPayload;
  private final Duration idle;
  private final InstantSource clock;

  private final ByteBudget budget;
  private final ByteBudget.Share kept;

  private final AtomicInteger asked = new AtomicInteger();
  private ByteArrayOutputStream request = new ByteArrayOutputStream();

  /**
   * Done when there is an answer, and who asked before has a part of it; null before the method is
   * carried out. Asks follow each other, as what depends on one future runs in no order.
   */
  private @Nullable CompletableFuture<Void> turn;

  private byte[] answer = {};
  private int status;
  private int sent;
  private volatile Instant lastHeard;

  ReceivedCall(
      String handle,
      Chunk first,
      int maxPayload,
      Duration idle,
      InstantSource clock,
      ByteBudget budget) {
    this.handle = handle;
    this.method = first.method();
    this.contentType = first.contentType().isEmpty() ? MethodRequest.JSON : first.contentType();
    this.length = first.length();
    this.partSize =
        first.acceptedSize() == 0
            ? DEFAULT_PART
            : Math.min(first.acceptedSize(), ChunkedMethodServer.MAX_PART);
    this.maxPayload = maxPayload;
    this.idle = idle;
    this.clock = clock;
    this.budget = budget;
    this.kept = budget.new Share();
    this.lastHeard = clock.instant();
  }

  String handle() {
    return handle;
  }

  /** Gives back the bytes that the call keeps; it takes no more. */
  void end() {
    kept.end();
  }

  /**
   * Returns whether the caller has said nothing for too long; a method that takes long is not idle.
   */
  boolean isIdle() {
    return asked.get() == 0 && clock.instant().isAfter(lastHeard.plus(idle));
  }

  /** Answer to a part, once there is one; no thread waits for it. */
  CompletableFuture<Chunk> answer(
      Chunk chunk, Function<MethodRequest, CompletableFuture<MethodResult>> handler) {
    asked.incrementAndGet();
    try {
      return part(chunk, handler).whenComplete((answered, fault) -> heard());
    } catch (RuntimeException e) {
      heard();
      throw e;
    }
  }

  private void heard() {
    lastHeard = clock.instant();
    asked.decrementAndGet();
  }

  private synchronized CompletableFuture<Chunk> part(
      Chunk chunk, Function<MethodRequest, CompletableFuture<MethodResult>> handler) {
    if (turn == null) {
      receive(chunk.payload());
      if (request.size() < length) {
        return CompletableFuture.completedFuture(Chunk.received(handle));
      }
      turn = carryOut(handler).thenAccept(this::keep);
    }
    CompletableFuture<Chunk> part = turn.thenApply(ready -> nextPart());
    turn = part.thenAccept(answered -> {});
    return part;
  }

  private void receive(byte[] part) {
    if (request.size() + part.length > length) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The parts of method %s have more than the %s bytes of their length. Call again."
              .formatted(method, length));
    }
    if (part.length == 0 && request.size() < length) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "A part of method " + method + " has no payload, yet more is expected. Call again.");
    }
    take(part.length);
    request.writeBytes(part);
  }

  private void take(int bytes) {
    if (!kept.take(bytes)) {
      throw new OperationException(
          FaultKind.BUSY,
          ("The calls under way keep the %s bytes that they may have together, method %s was"
                  + " not carried out. Call again later.")
              .formatted(budget.max(), method));
    }
  }

  /** The result of the method, which is a failure at worst. */
  private CompletableFuture<MethodResult> carryOut(
      Function<MethodRequest, CompletableFuture<MethodResult>> handler) {
    byte[] compressed = request.toByteArray();
    request = new ByteArrayOutputStream(0);
    byte[] payload;
    try {
      payload = Gzip.uncompress(compressed, maxUncompressed(), this::take);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(
          failure(
              FaultKind.BAD_REQUEST,
              "The payload cannot be uncompressed: " + e.getMessage() + "."));
    }
    kept.shrinkTo(payload.length);
    try {
      return handler
          .apply(new MethodRequest(method, contentType, payload))
          .exceptionally(fault -> MethodFaults.of(method, fault));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(MethodFaults.of(method, e));
    }
  }

  /**
   * Largest request that would fit without other calls; one above it is too large, and not to be
   * retried.
   */
  private int maxUncompressed() {
    return (int) Math.min(maxPayload, budget.max() - length);
  }

  /** Keeps the compressed answer only, in place of the request. */
  private void keep(MethodResult result) {
    byte[] compressed = Gzip.compress(result.body());
    kept.shrinkTo(0);
    if (compressed.length <= partSize || kept.take(compressed.length)) {
      keep(result.status(), compressed);
      return;
    }
    MethodResult busy =
        failure(
            FaultKind.BUSY,
            ("Method %s was carried out, but its answer of %s compressed bytes has no room"
                    + " in the %s that all calls may have together. Call again later, or ask for"
                    + " less.")
                .formatted(method, compressed.length, budget.max()));
    keep(busy.status(), Gzip.compress(busy.body()));
  }

  private synchronized void keep(int answered, byte[] compressed) {
    status = answered;
    answer = compressed;
  }

  private MethodResult failure(FaultKind kind, String message) {
    return MethodFaults.of(method, new OperationException(kind, message));
  }

  private synchronized Chunk nextPart() {
    boolean first = sent == 0;
    byte[] part = Arrays.copyOfRange(answer, sent, Math.min(sent + partSize, answer.length));
    sent += part.length;
    String more = sent < answer.length ? handle : "";
    return first ? Chunk.answer(more, status, answer.length, part) : Chunk.next(more, part);
  }
}
