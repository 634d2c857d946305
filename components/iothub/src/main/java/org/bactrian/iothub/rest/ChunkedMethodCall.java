package org.bactrian.iothub.rest;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.method.ChunkedCall;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;

/**
 * Method call in chunks ({@code $call}), each sent after the one before was answered. It has a time
 * limit as a whole.
 */
final class ChunkedMethodCall {

  private final BiFunction<MethodRequest, Duration, CompletableFuture<MethodResult>> hub;
  private final HubAddress target;
  private final String name;
  private final ChunkedCall call;
  private final Duration limit;
  private final long deadline;
  private final CompletableFuture<MethodResult> result = new CompletableFuture<>();

  ChunkedMethodCall(
      BiFunction<MethodRequest, Duration, CompletableFuture<MethodResult>> hub,
      HubAddress target,
      MethodRequest request,
      Duration limit) {
    this.hub = hub;
    this.target = target;
    this.name = request.method();
    this.call = ChunkedCall.of(request, limit);
    this.limit = limit;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  CompletableFuture<MethodResult> start() {
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
    hub.apply(MethodRequest.json(ChunkedCall.METHOD, part), left).whenComplete(this::answered);
  }

  private void answered(MethodResult answer, Throwable failure) {
    if (failure != null) {
      fail(FutureFailure.of(failure));
      return;
    }
    if (answer.status() != MethodResult.OK) {
      // The module refuses the part, for instance since it knows no calls in parts.
      result.complete(answer);
      return;
    }
    try {
      call.answered(answer.body());
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

  private String what() {
    return "method " + name + " of " + target;
  }
}
