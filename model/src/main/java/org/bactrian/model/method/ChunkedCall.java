package org.bactrian.model.method;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * The caller's side of one method that goes in parts: what to send next, until there is nothing
 * more to send. It does no I/O itself, so it serves blocking and asynchronous callers:
 *
 * <pre>{@code
 * ChunkedCall call = ChunkedCall.of(MethodRequest.json("Discover", body), timeout);
 * for (Optional<byte[]> part = call.next(); part.isPresent(); part = call.next()) {
 *   call.answered(hub.invoke(ChunkedCall.METHOD, part.get()));
 * }
 * byte[] answer = call.result().bodyOrThrow();
 * }</pre>
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ChunkedCall {

  /** Name of the direct method that parts are sent to. */
  public static final String METHOD = "$call";

  /**
   * Compressed bytes in a part: base64 makes a third more of them, and what goes around it takes
   * some of the 128 KB that IoT Hub takes.
   */
  public static final int PART = 81_100;

  /** The largest answer that is taken when it is uncompressed, in bytes. */
  public static final int MAX_ANSWER = 512 << 20;

  private static final byte[] BLANK = {' '};

  private final MethodRequest request;
  private final byte[] compressed;
  private final Duration timeout;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private int sent;
  private int status = MethodResult.OK;
  private String handle = "";
  private boolean waiting;
  private boolean handedOver;

  private ChunkedCall(MethodRequest request, Duration timeout) {
    this.request = request;
    this.timeout = timeout;
    this.compressed = Gzip.compress(request.payload().length == 0 ? BLANK : request.payload());
  }

  /**
   * Opens a call.
   *
   * @param timeout how long the caller waits for each part, longer than nothing; the module forgets
   *     the call when it heard nothing for that time
   */
  public static ChunkedCall of(MethodRequest request, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be longer than nothing, was " + timeout);
    }
    return new ChunkedCall(request, timeout);
  }

  /**
   * The payload of the next {@link #METHOD}, UTF-8 JSON; empty when the call is done.
   *
   * @throws IllegalStateException when the one before has not been answered
   */
  public Optional<byte[]> next() {
    if (waiting) {
      throw new IllegalStateException("The part before has not been answered.");
    }
    boolean first = sent == 0;
    byte[] part = Arrays.copyOfRange(compressed, sent, Math.min(sent + PART, compressed.length));
    if (part.length == 0 && handle.isEmpty()) {
      return Optional.empty();
    }
    waiting = true;
    sent += part.length;
    Chunk chunk =
        first
            ? Chunk.first(request, compressed.length, part, timeout, PART)
            : Chunk.next(handle, part);
    return Optional.of(chunk.toJson());
  }

  /**
   * Takes the payload of the answer to what {@link #next()} gave.
   *
   * @throws OperationException of kind COMMUNICATION when it is no answer to a part, such as one of
   *     a module that lost the call
   */
  public void answered(byte[] json) {
    waiting = false;
    Chunk chunk;
    try {
      chunk = Chunk.read(json);
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "The answer to a part of method %s cannot be read: %s"
              .formatted(request.method(), e.getMessage()),
          e);
    }
    handedOver = sent == compressed.length;
    received.writeBytes(chunk.payload());
    if (chunk.status() != MethodResult.OK) {
      status = chunk.status();
    }
    if (sent < compressed.length && chunk.handle().isEmpty()) {
      // It has answered before it had the whole request, which only a failure explains.
      sent = compressed.length;
    }
    handle = chunk.handle();
  }

  /**
   * Returns whether the module has the whole request, so that the method is or was carried out.
   * Else nothing is done, and another module may be asked.
   */
  public boolean isHandedOver() {
    return handedOver;
  }

  /**
   * Returns whether the module has the whole request, or has it should the part have arrived that
   * was not answered yet.
   */
  public boolean mayBeHandedOver() {
    return sent == compressed.length;
  }

  /**
   * Result of the method.
   *
   * @throws IllegalStateException when the call is not done
   * @throws OperationException of kind COMMUNICATION when the answer cannot be uncompressed
   */
  public MethodResult result() {
    if (waiting || sent < compressed.length || !handle.isEmpty()) {
      throw new IllegalStateException("The call of " + request.method() + " is not done.");
    }
    try {
      return new MethodResult(status, Gzip.uncompress(received.toByteArray(), MAX_ANSWER));
    } catch (IOException e) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "The answer of method " + request.method() + " cannot be uncompressed: " + e.getMessage(),
          e);
    }
  }
}
