package org.bactrian.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.bactrian.model.method.RequestWeight;
import org.bactrian.web.problem.Problem;

/** Body of a request while it arrives. For use on the event loop of its connection. */
final class IncomingBody {

  /** Key under which a request holds its whole body, a {@link Buffer}. */
  static final String KEY = "bactrian.body";

  /**
   * Memory that is reserved for a body.
   *
   * @param limit largest body in bytes
   * @param budget estimated memory in bytes that all bodies may take together
   * @param announced bytes that are to be expected, 0 for an unknown number
   */
  record Reservation(long limit, long budget, long announced) {}

  private final RoutingContext context;
  private final HttpServerRequest request;
  private final Reservation reservation;
  private final RequestByteBudget share;
  private final Optional<RequestWeight> weight;
  private Buffer body = Buffer.buffer();
  private long size;
  private long taken;
  private boolean refused;

  /**
   * @param weight estimates what the tree of the body takes, empty for a body that is not read as
   *     JSON
   */
  IncomingBody(
      RoutingContext context,
      Reservation reservation,
      RequestByteBudget share,
      Optional<RequestWeight> weight) {
    this.context = context;
    this.request = context.request();
    this.reservation = reservation;
    this.share = share;
    this.weight = weight;
  }

  /** Closes the connection when the body has not ended after a time. */
  void closeAfter(Duration time) {
    long timer =
        context
            .vertx()
            .setTimer(
                time.toMillis(),
                late -> {
                  if (!request.isEnded()) {
                    tooSlow(time);
                  }
                });
    context.addEndHandler(
        ended -> {
          // A body that was refused may still be on its way.
          if (request.isEnded()) {
            context.vertx().cancelTimer(timer);
          }
        });
  }

  private void tooSlow(Duration time) {
    refused = true;
    ProblemResponse.sendAndClose(
        context,
        Problem.of(
            408,
            "Took too long",
            "The body of the request was not whole after " + time.toSeconds() + " s."));
  }

  /**
   * Reserves memory for the announced length; answers the request and returns false when there is
   * none.
   */
  boolean isTaken() {
    if (reservation.announced() > reservation.limit()) {
      refuse(HttpProblems.bodyTooLarge(reservation.limit()));
    } else {
      take(RequestWeight.ofLength(reservation.announced()));
    }
    return !refused;
  }

  /** Reads the body and goes on with the request. */
  void read() {
    body = Buffer.buffer((int) reservation.announced());
    request.handler(this::add);
    request.exceptionHandler(this::failed);
    request.endHandler(ended -> end());
    request.resume();
  }

  /** Drops the body, whose request has been answered. */
  void drop() {
    request.handler(part -> {});
    request.exceptionHandler(gone -> {});
    request.resume();
  }

  private void add(Buffer part) {
    if (refused) {
      return;
    }
    size += part.length();
    weight.ifPresent(estimated -> estimated.add(part.getBytes()));
    if (size > reservation.limit()) {
      refuse(HttpProblems.bodyTooLarge(reservation.limit()));
      return;
    }
    take(weight.map(RequestWeight::bytes).orElse(RequestWeight.ofLength(size)));
    if (!refused) {
      body.appendBuffer(part);
    }
  }

  private void take(long bytes) {
    if (bytes > taken && !share.take(bytes - taken)) {
      refuse(
          bytes > reservation.budget()
              ? HttpProblems.bodyNeedsTooMuch(bytes, reservation.budget())
              : HttpProblems.busy());
    }
    taken = Math.max(taken, bytes);
  }

  private void refuse(Problem problem) {
    refused = true;
    body = Buffer.buffer();
    ProblemResponse.send(context, problem);
  }

  private void failed(Throwable gone) {
    if (!refused) {
      refused = true;
      context.fail(gone);
    }
  }

  private void end() {
    if (!refused) {
      context.put(KEY, body);
      context.next();
    }
  }
}
