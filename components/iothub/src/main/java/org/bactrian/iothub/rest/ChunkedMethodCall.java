package org.bactrian.iothub.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.method.ChunkedCall;

/**
 * Method call in chunks ({@code $call}), each sent after the one before was answered. It has a time
 * limit as a whole.
 */
final class ChunkedMethodCall {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** IoT Hub takes no less; a shorter limit ends the wait here. */
  private static final Duration LEAST = Duration.ofSeconds(5);

  private static final Duration MOST = Duration.ofMinutes(5);

  private final BiFunction<HubMethodRequest, Duration, CompletableFuture<HubMethodResult>> hub;
  private final HubAddress target;
  private final String name;
  private final ChunkedCall call;
  private final Duration limit;
  private final long deadline;
  private final CompletableFuture<org.bactrian.model.method.MethodResult> result =
      new CompletableFuture<>();

  ChunkedMethodCall(
      BiFunction<HubMethodRequest, Duration, CompletableFuture<HubMethodResult>> hub,
      HubAddress target,
      org.bactrian.model.method.MethodRequest request,
      Duration limit) {
    this.hub = hub;
    this.target = target;
    this.name = request.method();
    this.call = ChunkedCall.of(request, limit);
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  CompletableFuture<org.bactrian.model.method.MethodResult> start() {
    next();
    return result;
  }

  private void next() {
    try {
      Optional<byte[]> part = call.next();
      if (part.isPresent()) {
        send(part.get());
      } else {
        result.complete(call.result());
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private void send(byte[] part) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      result.completeExceptionally(HubExceptionMapper.late(what(), limit, null));
      return;
    }
    RawValue payload = new RawValue(new String(part, StandardCharsets.UTF_8));
    HubMethodRequest request =
        new HubMethodRequest(
            target,
            ChunkedCall.METHOD,
            JsonNodeFactory.instance.rawValueNode(payload),
            wholeSeconds(left),
            Duration.ZERO);
    hub.apply(request, left).whenComplete(this::answered);
  }

  private static Duration wholeSeconds(Duration left) {
    Duration rounded = Duration.ofSeconds(left.plusMillis(999).toSeconds());
    Duration enough = rounded.compareTo(LEAST) < 0 ? LEAST : rounded;
    return enough.compareTo(MOST) > 0 ? MOST : enough;
  }

  private void answered(HubMethodResult answer, Throwable failure) {
    if (failure != null) {
      fail(FutureFailure.of(failure));
      return;
    }
    if (answer.status() != org.bactrian.model.method.MethodResult.OK) {
      // The module refuses the part, for instance since it knows no calls in parts.
      result.complete(new org.bactrian.model.method.MethodResult(answer.status(), bytes(answer)));
      return;
    }
    try {
      call.answered(bytes(answer));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return;
    }
    next();
  }

  private void fail(Throwable failure) {
    if (isOfKind(failure, FaultKind.MODULE_OFFLINE) && call.isHandedOver()) {
      result.completeExceptionally(HubExceptionMapper.lost(what(), (HubServiceException) failure));
    } else if (isOfKind(failure, FaultKind.COMMUNICATION) && !call.mayBeHandedOver()) {
      // The module has a part of the request, with which it does nothing.
      result.completeExceptionally(
          HubExceptionMapper.unreachable(what() + ": IoT Hub went away.", failure));
    } else {
      result.completeExceptionally(failure);
    }
  }

  private static boolean isOfKind(Throwable failure, FaultKind kind) {
    return failure instanceof HubServiceException known && known.kind() == kind;
  }

  private static byte[] bytes(HubMethodResult answer) {
    if (answer.payload().isNull()) {
      return new byte[0];
    }
    try {
      return JSON.writeValueAsBytes(answer.payload());
    } catch (IOException e) {
      throw new IllegalArgumentException("An answer cannot be written as JSON", e);
    }
  }

  private String what() {
    return "method " + name + " of " + target;
  }
}
