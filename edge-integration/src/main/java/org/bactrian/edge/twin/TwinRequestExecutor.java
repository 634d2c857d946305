package org.bactrian.edge.twin;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.bactrian.edge.twin.contract.Diagnostics;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.RequestHeader;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.FutureFailure;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.model.thread.DaemonThreads;
import org.bactrian.opcua.service.CallOptions;
import org.bactrian.opcua.service.ContinuationPoint;
import org.bactrian.opcua.service.NodeServices;
import org.bactrian.opcua.session.ConnectedServer;
import org.bactrian.opcua.session.ConnectionSettings;
import org.bactrian.opcua.session.OnDemandSessionPool;
import org.bactrian.opcua.session.RequestOptions;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/**
 * Executes Twin requests, each on a thread of its own once its server is connected. A server has a
 * part of the threads only, and a thread ends with the time that the caller gave, so that a server
 * that does not answer holds up no other. Thread-safe.
 */
public final class TwinRequestExecutor implements AutoCloseable {

  private static final long IDLE_SECONDS = 30;

  private final Supplier<OnDemandSessionPool> sessions;
  private final RequestOptions defaults;
  private final ExecutorService workers;
  private final EndpointBulkhead bulkhead;
  private final ExpectedCertificateCheck certificates = new ExpectedCertificateCheck();

  /**
   * @param sessions gives the sessions that requests share; they stay open
   * @param defaults what holds for requests whose header says nothing else
   * @param limits limits of requests, in all and of one server
   */
  public TwinRequestExecutor(
      Supplier<OnDemandSessionPool> sessions,
      RequestOptions defaults,
      ToIntFunction<AdmissionLimit> limits) {
    this.sessions = sessions;
    this.defaults = defaults;
    this.workers =
        new ThreadPoolExecutor(
            0,
            limits.applyAsInt(AdmissionLimit.REQUESTS),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            DaemonThreads.named("twin"));
    this.bulkhead =
        new EndpointBulkhead(
            workers,
            limits.applyAsInt(AdmissionLimit.REQUESTS_PER_SERVER),
            limits.applyAsInt(AdmissionLimit.PENDING_PER_SERVER));
  }

  /** A step that answers a request of a server. */
  @FunctionalInterface
  interface RequestStep<Q, R> {

    /**
     * Takes the step.
     *
     * @throws UaException when a call of the server fails as a whole
     */
    R take(ServerView server, Q request) throws UaException;
  }

  /** A step that needs a thread of its own. */
  @FunctionalInterface
  interface Step<R> {
    R take() throws UaException;
  }

  /**
   * Carries a request out.
   *
   * @param payload JSON in one of the forms of {@link TwinRequest}
   * @param header the header of a request; it may be null
   * @param failed the answer that tells what went wrong in the server
   */
  <Q, R> CompletableFuture<R> carryOut(
      byte[] payload,
      Class<Q> type,
      Function<Q, RequestHeader> header,
      RequestStep<Q, R> step,
      Function<ErrorInfo, R> failed) {
    TwinRequest request = TwinRequest.read(payload);
    Q body = request.body(type);
    return carryOut(request, header.apply(body), server -> step.take(server, body), failed);
  }

  /** Carries out what only needs a server. */
  <R> CompletableFuture<R> carryOut(
      TwinRequest request,
      RequestHeader header,
      StepOnServer<R> step,
      Function<ErrorInfo, R> failed) {
    ConnectionSettings settings = request.settings(header);
    CompletableFuture<R> result =
        withPermit(
            settings,
            permit ->
                sessions()
                    .use(
                        settings,
                        options(request, header),
                        access -> {
                          requireExpectedServer(request, access);
                          return onThread(permit, () -> step.take(new ServerView(access, header)));
                        }));
    return answered(settings, header, result, failed);
  }

  /** A step that makes the answer of what the server went on with. */
  @FunctionalInterface
  interface PageStep<G, R> {
    R take(ServerView server, G page) throws UaException;
  }

  /**
   * Goes on with an answer that was given in part.
   *
   * @param token what the answer before had
   * @param kind what it was the answer of
   * @param next asks the server for the next part
   * @param step makes the answer of it
   * @param failed the answer that tells what went wrong in the server
   * @throws OperationException of kind BAD_REQUEST without a token
   */
  <P extends ContinuationPoint, G, R> CompletableFuture<R> goOn(
      TwinRequest request,
      RequestHeader header,
      String token,
      Class<P> kind,
      BiFunction<NodeServices, P, CompletableFuture<G>> next,
      PageStep<G, R> step,
      Function<ErrorInfo, R> failed) {
    if (!ServerView.isGiven(token)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "continuationToken is missing. Write the one of the answer before.");
    }
    ConnectionSettings settings = request.settings(header);
    CompletableFuture<R> result =
        withPermit(
            settings,
            permit ->
                sessions()
                    .resume(
                        settings,
                        token,
                        kind,
                        options(request, header),
                        (access, point) ->
                            next.apply(access.nodes(), point)
                                .thenCompose(
                                    page ->
                                        onThread(
                                            permit,
                                            () ->
                                                step.take(new ServerView(access, header), page)))));
    return answered(settings, header, result, failed);
  }

  /**
   * Admits a request for a server.
   *
   * @param request receives its permit, for {@link #onThread}
   * @throws OperationException of kind BUSY when the server has too many already
   */
  <R> CompletableFuture<R> withPermit(
      ConnectionSettings settings,
      Function<EndpointBulkhead.Permit, CompletableFuture<R>> request) {
    EndpointBulkhead.Permit permit = bulkhead.acquire(settings.endpointUrl());
    try {
      return request.apply(permit).whenComplete((answer, fault) -> permit.release());
    } catch (RuntimeException | Error e) {
      permit.release();
      throw e;
    }
  }

  /** A step that opens an answer that is streamed. */
  @FunctionalInterface
  interface OpeningStep<T> {

    /**
     * Opens the answer.
     *
     * @param end to be completed when the server is needed no longer
     */
    Iterator<T> take(ServerView server, CompletableFuture<Void> end) throws UaException;
  }

  /** Opens an answer that calls the server while it is read, and holds the session until then. */
  <T> CompletableFuture<Iterator<T>> stream(
      TwinRequest request, RequestHeader header, OpeningStep<T> step) {
    CompletableFuture<Iterator<T>> opened = new CompletableFuture<>();
    sessions()
        .use(
            request.settings(header),
            optionsOfStream(request, header),
            access -> {
              requireExpectedServer(request, access);
              CompletableFuture<Void> end = new CompletableFuture<>();
              try {
                opened.complete(step.take(new ServerView(access, header), end));
              } catch (UaException e) {
                end.completeExceptionally(e);
              }
              return end;
            })
        .whenComplete(
            (nothing, fault) -> {
              if (fault != null) {
                opened.completeExceptionally(fault);
              }
            });
    return opened;
  }

  /** A step that needs a server. */
  @FunctionalInterface
  interface StepOnServer<R> {
    R take(ServerView server) throws UaException;
  }

  /** Sessions that requests share. */
  OnDemandSessionPool sessions() {
    return sessions.get();
  }

  /**
   * Lets pass when the server is the one that a request means.
   *
   * @throws OperationException of kind COMMUNICATION when it shows another certificate
   */
  void requireExpectedServer(TwinRequest request, ConnectedServer server) {
    certificates.check(request.connection(), server);
  }

  /** Runs a step on a thread of the bulkhead and returns its result. */
  <R> CompletableFuture<R> onThread(EndpointBulkhead.Permit permit, Step<R> step) {
    CompletableFuture<R> result = new CompletableFuture<>();
    permit.submit(
        new EndpointBulkhead.Task() {
          @Override
          public void run() {
            try {
              result.complete(step.take());
            } catch (Throwable e) {
              // Whatever it is, the caller waits; thrown on, the endpoint would lose a thread.
              result.completeExceptionally(e);
            }
          }

          @Override
          public void dropped(RuntimeException reason) {
            result.completeExceptionally(reason);
          }
        });
    return result;
  }

  /** Converts a failed result to the answer or exception for the caller. */
  static <R> CompletableFuture<R> answered(
      ConnectionSettings settings,
      RequestHeader header,
      CompletableFuture<R> result,
      Function<ErrorInfo, R> failed) {
    return result.handle(
        (answer, fault) -> {
          if (fault == null) {
            return answer;
          }
          Throwable told = FutureFailure.of(fault);
          if (told instanceof IllegalArgumentException wrong) {
            throw ServerFaults.badRequest(wrong);
          }
          if (told instanceof RuntimeException known) {
            throw known;
          }
          UaException failure = UaException.extract(told).orElseGet(() -> new UaException(told));
          if (ServerFaults.meansNoAnswer(failure)) {
            throw ServerFaults.noAnswer(settings.endpointUrl(), failure);
          }
          return failed.apply(
              ServerFaults.of(org.bactrian.opcua.service.ServiceResult.of(failure), header));
        });
  }

  /** Returns the time-outs of a request and the diagnostics that it asks for. */
  RequestOptions options(TwinRequest request, RequestHeader header) {
    Diagnostics diagnostics =
        Optional.ofNullable(header)
            .map(RequestHeader::diagnostics)
            .orElse(request.connection().diagnostics());
    CallOptions calls =
        CallOptions.DEFAULT
            .withTimeout(millis(header, RequestHeader::operationTimeout))
            .withReturnDiagnostics(mask(diagnostics))
            .withAuditEntryId(
                diagnostics == null || diagnostics.auditId() == null ? "" : diagnostics.auditId());
    return new RequestOptions(
        orElse(
            millis(header, RequestHeader::connectTimeout),
            orElse(millis(header, RequestHeader::serviceCallTimeout), defaults.connectTimeout())),
        orElse(millis(header, RequestHeader::serviceCallTimeout), defaults.operationTimeout()),
        calls);
  }

  /** Returns options for an answer that is a stream, each of whose calls has a time of its own. */
  RequestOptions optionsOfStream(TwinRequest request, RequestHeader header) {
    RequestOptions options = options(request, header);
    Duration eachCall = orElse(options.calls().timeout(), options.operationTimeout());
    return options
        .withOperationTimeout(Duration.ZERO)
        .withCalls(options.calls().withTimeout(eachCall));
  }

  private static Duration orElse(Duration duration, Duration otherwise) {
    return duration.isZero() ? otherwise : duration;
  }

  private static int mask(@Nullable Diagnostics diagnostics) {
    if (diagnostics == null || diagnostics.level() == null) {
      return CallOptions.NO_DIAGNOSTICS;
    }
    return switch (diagnostics.level()) {
      case None, Status -> CallOptions.NO_DIAGNOSTICS;
      case Information, Operations -> CallOptions.DIAGNOSTIC_TEXTS;
      case Debug, Diagnostics, Verbose -> CallOptions.ALL_DIAGNOSTICS;
    };
  }

  /** Zero where nothing is said. */
  private static Duration millis(RequestHeader header, Function<RequestHeader, Integer> member) {
    return Optional.ofNullable(header)
        .map(member)
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis)
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
