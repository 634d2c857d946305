package org.bactrian.opcua.service;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/** Runs calls on the current client within the limits of its server. */
final class SessionCalls {

  /**
   * Until the end of a connection has got round; what is sent before may meet the old one again.
   */
  private static final Executor A_LITTLE_LATER =
      CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS);

  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final Supplier<CompletableFuture<OpcUaClient>> session;
  private final CallOptions options;

  SessionCalls(Supplier<CompletableFuture<OpcUaClient>> session) {
    this(session, CallOptions.DEFAULT);
  }

  private SessionCalls(Supplier<CompletableFuture<OpcUaClient>> session, CallOptions options) {
    this.session = session;
    this.options = options;
  }

  SessionCalls with(CallOptions other) {
    return new SessionCalls(session, other);
  }

  /** Carries out something that changes something, at most once. */
  <R> CompletableFuture<R> command(Function<ServiceCalls, CompletableFuture<R>> action) {
    return inTime(session.get().thenCompose(client -> in(client, action)));
  }

  /** Asks something; once more when the session is lost meanwhile. */
  <R> CompletableFuture<R> ask(Function<ServiceCalls, CompletableFuture<R>> action) {
    return inTime(
        session
            .get()
            .thenCompose(
                client ->
                    in(client, action)
                        .handle(
                            (result, fault) -> {
                              if (fault == null) {
                                return CompletableFuture.completedFuture(result);
                              }
                              if (!StatusText.meansLostSession(fault)) {
                                return CompletableFuture.<R>failedFuture(fault);
                              }
                              return CompletableFuture.supplyAsync(
                                      () -> command(action), A_LITTLE_LATER)
                                  .thenCompose(Function.identity());
                            })
                        .thenCompose(Function.identity())));
  }

  /** Ends with the caller, also where a session or what is known of its server is waited for. */
  private <R> CompletableFuture<R> inTime(CompletableFuture<R> result) {
    return options.timeLeft() == RemainingTime.UNBOUNDED
        ? result
        : Deadline.within(options.timeLeft().orShorter(FOR_EVER), result);
  }

  private <R> CompletableFuture<R> in(
      OpcUaClient client, Function<ServiceCalls, CompletableFuture<R>> action) {
    return ServerOperationLimits.of(client)
        .thenCompose(limits -> action.apply(new ServiceCalls(client, limits, options)));
  }
}
