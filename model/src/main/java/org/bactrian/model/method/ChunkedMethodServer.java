package org.bactrian.model.method;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Server of methods that are called in chunks through {@code $call}: joins the chunks of a request,
 * has it carried out, and hands out the answer in chunks. Safe for use by several threads.
 */
public final class ChunkedMethodServer {

  /**
   * Compressed bytes in a part of an answer at most, whatever the caller takes: in base64 they stay
   * below the 127 KB that an answer may have.
   */
  static final int MAX_PART = 95_000;

  private final ChunkLimits limits;
  private final InstantSource clock;
  private final ByteBudget budget;
  private final Map<String, ReceivedCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong handles = new AtomicLong();

  public ChunkedMethodServer(ChunkLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.budget = new ByteBudget(limits.maxBytes());
  }

  /** A server of the default limits but for the number of calls. */
  public static ChunkedMethodServer of(int maxCalls) {
    return new ChunkedMethodServer(ChunkLimits.of(maxCalls), InstantSource.system());
  }

  /**
   * Takes the payload of one {@link ChunkedCall#METHOD} and returns that of its answer; no thread
   * waits for it. A method that fails is an answer, too; what is thrown concerns the part.
   *
   * @param handler carries the method out once its request is whole
   * @return the payload of the answer; never fails
   * @throws OperationException of kind BAD_REQUEST when the payload is no part, or does not fit
   *     those before
   * @throws OperationException of kind TIMEOUT when the call it belongs to is not known, or no more
   * @throws OperationException of kind BUSY when too many calls are under way, or no bytes are left
   *     for the part; the call it belongs to has ended then
   */
  public CompletableFuture<byte[]> answer(
      byte[] part, Function<MethodRequest, CompletableFuture<MethodResult>> handler) {
    forgetIdle();
    Chunk chunk = read(part);
    ReceivedCall call = chunk.handle().isEmpty() ? open(chunk) : known(chunk.handle());
    try {
      return call.answer(chunk, handler).thenApply(answer -> answered(call, answer));
    } catch (RuntimeException e) {
      // Also for want of room: calls that wait for each other's bytes would never end.
      end(call);
      throw e;
    }
  }

  private byte[] answered(ReceivedCall call, Chunk answer) {
    if (answer.handle().isEmpty()) {
      end(call);
    }
    return answer.toJson();
  }

  private void end(ReceivedCall call) {
    calls.remove(call.handle());
    call.end();
  }

  /** Number of calls that are under way. */
  public int openCalls() {
    return calls.size();
  }

  /** Forgets calls whose callers have said nothing for too long, as {@link #answer} does. */
  public void forgetIdle() {
    for (ReceivedCall call : calls.values()) {
      if (call.isIdle()) {
        end(call);
      }
    }
  }

  private static Chunk read(byte[] part) {
    try {
      return Chunk.read(part);
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          ("The payload of %s cannot be read: %s. Send method, length and payload, or handle"
                  + " and payload.")
              .formatted(ChunkedCall.METHOD, e.getMessage()),
          e);
    }
  }

  private ReceivedCall known(String handle) {
    ReceivedCall call = calls.get(handle);
    if (call == null) {
      throw new OperationException(
          FaultKind.TIMEOUT,
          "No call has the handle " + handle + ", or it was idle for too long. Call again.");
    }
    return call;
  }

  private ReceivedCall open(Chunk first) {
    if (first.method().isEmpty() || !first.hasLength()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The first part of a call names its method and length. Send both.");
    }
    long largest = Math.min(limits.maxCompressed(), limits.maxBytes());
    if (first.length() > largest) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "A request of %s compressed bytes is too large, at most %s are taken. Split it."
              .formatted(first.length(), largest));
    }
    if (calls.size() >= limits.maxCalls()) {
      throw new OperationException(
          FaultKind.BUSY,
          calls.size() + " calls are under way, which is all that are taken. Call again later.");
    }
    String handle = Long.toString(handles.incrementAndGet());
    Duration idle = first.timeout().toMillis() > 0 ? first.timeout() : limits.idle();
    ReceivedCall call = new ReceivedCall(handle, first, limits.maxPayload(), idle, clock, budget);
    calls.put(handle, call);
    return call;
  }
}
