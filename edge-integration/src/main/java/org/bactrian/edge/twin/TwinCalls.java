package org.bactrian.edge.twin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bactrian.model.fault.BadRequestException;
import org.bactrian.model.fault.CommunicationException;
import org.bactrian.model.fault.OperationTimeoutException;
import org.bactrian.model.fault.ServerBusyException;
import org.bactrian.model.twin.RequestHeader;
import org.bactrian.model.twin.ServiceResult;
import org.bactrian.opcua.service.StatusText;
import org.bactrian.opcua.session.Session;
import org.bactrian.opcua.session.SessionPool;
import org.bactrian.opcua.session.SessionState;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/**
 * Carries requests out, each on a thread of its own, so that a server that does not answer holds up
 * no other. Safe for use by several threads.
 */
public final class TwinCalls implements AutoCloseable {

  /** Requests at once; each waits for a server most of its time. */
  private static final int MOST = 256;

  private static final long IDLE_SECONDS = 30;
  private static final Duration LINGER = Duration.ofSeconds(60);

  private final TwinSessions sessions;
  private final Duration connectTimeout;
  private final ExecutorService workers;

  /**
   * @param pool sessions, shared with all who publish
   */
  public TwinCalls(SessionPool pool) {
    this(new TwinSessions(pool::open, LINGER), pool.settings().connectTimeout());
  }

  private TwinCalls(TwinSessions sessions, Duration connectTimeout) {
    this.sessions = sessions;
    this.connectTimeout = connectTimeout;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "twin-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Carries nothing out, for a look at routes. */
  static TwinCalls idle() {
    return new TwinCalls(
        new TwinSessions(
            settings -> {
              throw new IllegalStateException("No edge is running");
            },
            LINGER),
        Duration.ZERO);
  }

  /** What an operation does. */
  @FunctionalInterface
  interface Operation<Q, R> {

    /**
     * Carries it out.
     *
     * @throws UaException when a call of the server fails as a whole
     */
    R carryOut(ServerView server, Q request) throws UaException;
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
      Operation<Q, R> operation,
      Function<ServiceResult, R> failed) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            TwinRequest request = TwinRequest.read(payload);
            Q body = request.body(type);
            return carryOut(request, body, header.apply(body), operation, failed);
          },
          workers);
    } catch (RejectedExecutionException e) {
      throw new ServerBusyException(
          "The edge carries out " + MOST + " requests already. Ask again later.", e);
    }
  }

  private <Q, R> R carryOut(
      TwinRequest request,
      Q body,
      RequestHeader header,
      Operation<Q, R> operation,
      Function<ServiceResult, R> failed) {
    try (TwinSessions.Use use = sessions.use(request.settings(header))) {
      OpcUaClient client = connected(use.session(), header);
      try {
        return operation.carryOut(
            new ServerView(client, use.services(), header, longest(header, client)), body);
      } catch (IllegalArgumentException e) {
        throw new BadRequestException(String.valueOf(e.getMessage()), e);
      } catch (UaException e) {
        if (StatusText.meansLostConnection(e)) {
          throw lost(use.session(), e);
        }
        return failed.apply(Faults.of(e, header));
      }
    }
  }

  /** Ends sessions, which are opened again by the next requests. */
  void reset() {
    sessions.reset();
  }

  private OpcUaClient connected(Session session, RequestHeader header) {
    Duration longest =
        millis(header, RequestHeader::connectTimeout)
            .or(() -> millis(header, RequestHeader::serviceCallTimeout))
            .orElse(connectTimeout);
    try {
      return session.client().get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw notConnected(session, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommunicationException("The edge is shutting down.", e);
    }
  }

  private static RuntimeException notConnected(Session session, Exception cause) {
    if (session.state() instanceof SessionState.Disconnected fault) {
      return new CommunicationException(fault.fault(), cause);
    }
    return new OperationTimeoutException(
        session.settings().endpointUrl() + ": there was no connection in time.", cause);
  }

  private static RuntimeException lost(Session session, UaException cause) {
    String message =
        session.settings().endpointUrl() + ": " + StatusText.of(cause) + ". Ask again.";
    return StatusText.codeOf(cause).value() == StatusCodes.Bad_Timeout
        ? new OperationTimeoutException(message, cause)
        : new CommunicationException(message, cause);
  }

  /** A request may be many calls; without a word each of them has the time of one. */
  private static Duration longest(RequestHeader header, OpcUaClient client) {
    return millis(header, RequestHeader::serviceCallTimeout)
        .or(() -> millis(header, RequestHeader::operationTimeout))
        .orElse(Duration.ofMillis(2 * client.getConfig().getRequestTimeout().longValue()));
  }

  private static Optional<Duration> millis(
      RequestHeader header, Function<RequestHeader, Integer> member) {
    return Optional.ofNullable(header)
        .map(member)
        .filter(millis -> millis > 0)
        .map(Duration::ofMillis);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    sessions.close();
  }
}
