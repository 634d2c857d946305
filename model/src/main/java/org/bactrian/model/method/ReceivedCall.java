package org.bactrian.model.method;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
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
  private byte[] answer;
  private int status;
  private int sent;
  private volatile Instant lastHeard;
  private volatile boolean busy;

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
    return !busy && clock.instant().isAfter(lastHeard.plus(idle));
  }

  synchronized Chunk answer(Chunk chunk, MethodHandler handler) {
    busy = true;
    try {
      if (answer != null) {
        return nextPart();
      }
      receive(chunk.payload());
      if (request.size() < length) {
        return Chunk.received(handle);
      }
      carryOut(handler);
      return nextPart();
    } finally {
      lastHeard = clock.instant();
      busy = false;
    }
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

  private void carryOut(MethodHandler handler) {
    byte[] compressed = request.toByteArray();
    request.reset();
    MethodResult result;
    try {
      byte[] payload = Gzip.uncompress(compressed, maxPayload);
      result = handler.invoke(new MethodRequest(method, contentType, payload));
    } catch (IOException e) {
      result = failure(400, "The payload cannot be uncompressed: " + e.getMessage() + ".");
    } catch (RuntimeException e) {
      LOG.warn("Method {} failed", method, e);
      result = failure(500, "Method " + method + " failed.");
    }
    status = result.status();
    answer = Gzip.compress(result.body());
  }

  private static MethodResult failure(int status, String message) {
    String body = JsonNodeFactory.instance.objectNode().put("Message", message).toString();
    return new MethodResult(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private Chunk nextPart() {
    boolean first = sent == 0;
    byte[] part = Arrays.copyOfRange(answer, sent, Math.min(sent + partSize, answer.length));
    sent += part.length;
    String more = sent < answer.length ? handle : "";
    return first ? Chunk.answer(more, status, answer.length, part) : Chunk.next(more, part);
  }
}
