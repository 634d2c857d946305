package org.bactrian.model.method;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bactrian.model.fault.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call at the module: its request grows, is carried out once, then its answer is handed out.
 */
final class ReceivedCall {

  private static final Logger LOG = LoggerFactory.getLogger(ReceivedCall.class);
  private static final int DEFAULT_PART = 65_536;

  private final String handle;
  private final String method;
  private final String contentType;
  private final int length;
  private final int partSize;
  private final int maxPayload;
  private final Duration idle;
  private final InstantSource clock;

  private final ByteArrayOutputStream request = new ByteArrayOutputStream();
  private final AtomicInteger asked = new AtomicInteger();
  private CompletableFuture<MethodResult> carriedOut;
  private byte[] answer;
  private int status;
  private int sent;
  private volatile Instant lastHeard;

  ReceivedCall(String handle, Chunk first, int maxPayload, Duration idle, InstantSource clock) {
    this.handle = handle;
    this.method = first.method();
    this.contentType = first.contentType().isEmpty() ? MethodRequest.JSON : first.contentType();
    this.length = first.length();
    this.partSize =
        first.acceptedSize() == 0
            ? DEFAULT_PART
            : Math.min(first.acceptedSize(), ChunkServer.MAX_PART);
    this.maxPayload = maxPayload;
    this.idle = idle;
    this.clock = clock;
    this.lastHeard = clock.instant();
  }

  String handle() {
    return handle;
  }

  /** Whether the caller has said nothing for too long; a method that takes long is not idle. */
  boolean isIdle() {
    return asked.get() == 0 && clock.instant().isAfter(lastHeard.plus(idle));
  }

  /** What a part is answered with, once there is an answer; no thread waits for it. */
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
    if (carriedOut == null) {
      receive(chunk.payload());
      if (request.size() < length) {
        return CompletableFuture.completedFuture(Chunk.received(handle));
      }
      carriedOut = carryOut(handler);
    }
    return carriedOut.thenApply(this::nextPart);
  }

  private void receive(byte[] part) {
    if (request.size() + part.length > length) {
      throw new BadRequestException(
          "The parts of method "
              + method
              + " have more than the "
              + length
              + " bytes of their length. Call again.");
    }
    if (part.length == 0 && request.size() < length) {
      throw new BadRequestException(
          "A part of method " + method + " has no payload, yet more is expected. Call again.");
    }
    request.writeBytes(part);
  }

  /** The result of the method, which is a failure at worst. */
  private CompletableFuture<MethodResult> carryOut(
      Function<MethodRequest, CompletableFuture<MethodResult>> handler) {
    byte[] compressed = request.toByteArray();
    request.reset();
    try {
      byte[] payload = Gzip.uncompress(compressed, maxPayload);
      return handler
          .apply(new MethodRequest(method, contentType, payload))
          .exceptionally(this::failed);
    } catch (IOException e) {
      return CompletableFuture.completedFuture(
          failure(400, "The payload cannot be uncompressed: " + e.getMessage() + "."));
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(failed(e));
    }
  }

  private MethodResult failed(Throwable fault) {
    LOG.warn("Method {} failed", method, fault);
    return failure(500, "Method " + method + " failed.");
  }

  private static MethodResult failure(int status, String message) {
    String body = JsonNodeFactory.instance.objectNode().put("Message", message).toString();
    return new MethodResult(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized Chunk nextPart(MethodResult result) {
    if (answer == null) {
      status = result.status();
      answer = Gzip.compress(result.body());
    }
    boolean first = sent == 0;
    byte[] part = Arrays.copyOfRange(answer, sent, Math.min(sent + partSize, answer.length));
    sent += part.length;
    String more = sent < answer.length ? handle : "";
    return first ? Chunk.answer(more, status, answer.length, part) : Chunk.next(more, part);
  }
}
