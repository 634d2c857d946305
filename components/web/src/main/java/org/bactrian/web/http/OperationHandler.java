package org.bactrian.web.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultConsumer;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.web.contract.Contracts;
import org.bactrian.web.contract.Operation;
import org.bactrian.web.contract.RequestValidator;
import org.bactrian.web.metrics.OperationMetrics;
import org.bactrian.web.operation.OperationsComponent;
import org.bactrian.web.operation.RequestDeadline;
import org.bactrian.web.operation.StreamThreadPool;
import org.bactrian.web.problem.ExceptionProblemMapper;
import org.bactrian.web.problem.ExchangeProblems;
import org.bactrian.web.problem.Problem;
import org.bactrian.web.problem.Violation;
import org.bactrian.web.stream.StreamOpening;
import org.bactrian.web.stream.StreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * Serves operations over HTTP: validates a request against its contract, calls the operation, and
 * writes the answer when there is one. A worker thread only begins a call, so a server or module
 * that hangs holds up no other request. Safe for use by several threads.
 */
final class OperationHandler {

  /** Name of the bean in the registry of the context. */
  static final String BEAN = "bactrian-operation-handler";

  /** Key of the routing context of a request whose connection a stream has taken over. */
  private static final String STREAM = "bactrian.stream";

  private final OperationsComponent operations;
  private final Contracts contracts;
  private final boolean validation;
  private final Duration time;
  private final ExecutorService streams;
  private final int maxStreams;
  private final OperationMetrics metrics;
  private @Nullable WorkerExecutor workers;

  /**
   * @param time longest time from a request to its answer, whatever its steps do, unless the
   *     request asks for another; zero where the steps themselves keep it
   */
  OperationHandler(
      CamelContext context,
      OperationsComponent operations,
      Contracts contracts,
      boolean validation,
      Duration time) {
    this.operations = operations;
    this.contracts = contracts;
    this.validation = validation;
    this.time = time;
    this.metrics = OperationMetrics.in(context);
    this.maxStreams = AdmissionLimit.HTTP_STREAMS.in(context);
    this.streams = StreamThreadPool.of(context, this, "rest-streams", maxStreams);
  }

  /** Serves a request for an operation of the contract that {@code consumer} serves. */
  void handle(RoutingContext request, DefaultConsumer consumer) {
    Operation operation = request.get(AuthorizationHandler.OPERATION);
    RequestByteBudget share = request.get(RequestByteBudget.KEY);
    if (operation == null) {
      request.next();
      return;
    }
    if (share != null) {
      share.retain();
    }
    measure(request, operation);
    if (operation.stream()) {
      // What is not read yet can still become a WebSocket.
      request.request().pause();
      request.addHeadersEndHandler(answered -> request.request().resume());
    }
    Context context = request.vertx().getOrCreateContext();
    Exchange exchange = consumer.createExchange(false);
    if (!time.isZero()) {
      RequestDeadline deadline = RequestDeadline.in(time);
      exchange.setProperty(RequestDeadline.PROPERTY, deadline);
      new LateAnswer(request, deadline).await();
    }
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            consumer.doneUoW(exchange);
            if (share != null) {
              share.release();
            }
          }
        };
    workers(request.vertx())
        .executeBlocking(
            () -> {
              consumer.createUoW(exchange);
              begin(new Call(request, context, operation, exchange, end));
              return null;
            },
            false)
        .onFailure(
            fault -> {
              end.run();
              request.fail(fault);
            });
  }

  /** A stream ends when its caller leaves, so its duration says nothing. */
  private void measure(RoutingContext request, Operation operation) {
    if (operation.stream()) {
      return;
    }
    long begun = System.nanoTime();
    request.addEndHandler(
        ended -> {
          long nanos = System.nanoTime() - begun;
          if (ended.succeeded()) {
            metrics.answered(operation.id(), request.response().getStatusCode(), nanos);
          } else {
            metrics.abandoned(operation.id(), nanos);
          }
        });
  }

  /** Problem that a request is answered with at its deadline. Runs on its event loop. */
  private record LateAnswer(RoutingContext request, RequestDeadline deadline) {

    /** Waits again where a step has made the deadline a later one. */
    void await() {
      if (request.response().headWritten()
          || request.response().closed()
          || request.get(STREAM) != null) {
        return;
      }
      long left = deadline.leftForAnswer().toMillis();
      if (left <= 0) {
        ProblemResponse.send(request, HttpProblems.late(deadline.time()));
        return;
      }
      long timer = request.vertx().setTimer(left, over -> await());
      request.addEndHandler(answered -> request.vertx().cancelTimer(timer));
    }
  }

  /** Threads of their own, since the routes of users may keep those of the server. */
  private synchronized WorkerExecutor workers(Vertx vertx) {
    if (workers == null) {
      workers =
          vertx.createSharedWorkerExecutor(
              "bactrian-operations", RestHttpServer.WORKERS, 1, TimeUnit.HOURS);
    }
    return workers;
  }

  /**
   * Request that is being served.
   *
   * @param context event loop of the request
   * @param end gives back what the request holds
   */
  private record Call(
      RoutingContext request,
      Context context,
      Operation operation,
      Exchange exchange,
      Runnable end) {

    OperationResponse response() {
      return new OperationResponse(request.response(), operation, exchange.getMessage());
    }
  }

  private void begin(Call call) {
    OperationRequest request = new OperationRequest(call.request(), call.operation());
    String id = call.operation().id();
    RequestValidator validator = contracts.validator(id).orElse(null);
    if (validator == null || operations.routeOf(id).isEmpty()) {
      refuse(
          call,
          new OperationException(FaultKind.NOT_SUPPORTED, "No route carries out " + id + "."));
      return;
    }
    try {
      request.fill(call.exchange().getMessage());
      if (validation) {
        List<Violation> violations = request.validate(call.exchange().getMessage(), validator);
        if (!violations.isEmpty()) {
          ExchangeProblems.put(call.exchange(), Problem.badRequest(violations));
          write(call, request);
          return;
        }
      }
    } catch (RuntimeException e) {
      refuse(call, e);
      return;
    }
    if (!time.isZero() && RequestDeadline.of(call.exchange()).isOver()) {
      // It waited for a thread until its caller was told that nothing came of it.
      call.end().run();
      return;
    }
    call.exchange().setProperty(ExchangeProblems.REST_REQUEST, true);
    operations.dispatcher().call(id, call.exchange(), synchronously -> answer(call, request));
  }

  private void refuse(Call call, Exception fault) {
    ExchangeProblems.put(call.exchange(), ExceptionProblemMapper.of(fault));
    write(call, new OperationRequest(call.request(), call.operation()));
  }

  private void answer(Call call, OperationRequest request) {
    Exchange exchange = call.exchange();
    Exception fault = exchange.getException();
    if (fault != null) {
      exchange.setException(null);
      ExchangeProblems.put(exchange, ExceptionProblemMapper.of(fault));
    } else if (exchange.getMessage().getBody() instanceof StreamOpening opening) {
      open(call, opening);
      return;
    } else if (OperationResponse.isStream(exchange.getMessage())) {
      stream(call, request);
      return;
    }
    write(call, request);
  }

  /** Hands the connection over to a stream, which lives on when the operation has ended. */
  private static void open(Call call, StreamOpening opening) {
    call.end().run();
    RoutingContext request = call.request();
    call.context()
        .runOnContext(
            here -> {
              if (request.response().headWritten() || request.response().closed()) {
                return;
              }
              request.put(STREAM, true);
              opening
                  .accept(
                      new StreamRequest(
                          request,
                          request.get(AuthorizationHandler.CALLER),
                          request.get(AuthorizationHandler.AUTHORIZATION)))
                  .ifPresent(problem -> ProblemResponse.send(request, problem));
            });
  }

  /** A streamed response keeps a thread, which must not be that of a server's answers. */
  private void stream(Call call, OperationRequest request) {
    if (call.request().response().ended()) {
      JsonArrayStream.close(call.exchange().getMessage().getBody());
      call.end().run();
      return;
    }
    try {
      streams.execute(
          () -> {
            try {
              call.response().stream(request);
              call.end().run();
            } catch (RuntimeException e) {
              refuse(call, e);
            }
          });
    } catch (RejectedExecutionException e) {
      JsonArrayStream.close(call.exchange().getMessage().getBody());
      refuse(
          call,
          new OperationException(
              FaultKind.BUSY,
              maxStreams + " streamed answers are being sent already. Ask again later.",
              e));
    }
  }

  private static void write(Call call, OperationRequest request) {
    ResponseByteBudget memory = call.request().get(ResponseByteBudget.KEY);
    Runnable written;
    try {
      written = call.response().prepare(request, memory);
    } catch (RuntimeException e) {
      ExchangeProblems.put(call.exchange(), ExceptionProblemMapper.of(e));
      written = call.response().prepare(request, memory);
    }
    call.end().run();
    Runnable sending = written;
    call.context().runOnContext(here -> send(call, sending));
  }

  /** A header that a route has left may be none of HTTP. */
  private static void send(Call call, Runnable sending) {
    try {
      sending.run();
    } catch (RuntimeException e) {
      call.request().response().headers().clear();
      ProblemResponse.send(call.request(), ExceptionProblemMapper.of(e));
    }
  }
}
