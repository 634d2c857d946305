package org.bactrian.iothub.link;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permanent link of one device or module to IoT Hub over changing connections.
 *
 * <p>Connects for ever, with growing waits, until closed. Messages handed over are kept and sent
 * again until IoT Hub acknowledged them; while there is no connection, callers wait as soon as the
 * limits of the settings are reached. Delivery is at least once and, after a resend, in order but
 * for copies. Safe for use by many threads.
 */
public final class HubLink implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HubLink.class);

  /** A connection that lasts less than this counts as a failed attempt. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

  private final LinkSettings settings;
  private final String subject;
  private final InFlightMessages outbox;
  private final DirectMethodDispatcher methods;
  private final TwinFeed twins = new TwinFeed();
  private final ScheduledThreadPoolExecutor thread;

  /** Changed by {@link #move} alone: on the thread, but for closing. */
  private volatile LinkState state = new LinkState.Idle();

  private final TwinRequestSender twinRequests =
      new TwinRequestSender(() -> this.connection, () -> this.state);

  private volatile CompletableFuture<HubClient> connection = new CompletableFuture<>();
  private volatile long connects;

  /** The next attempt to connect while the state is waiting; of the thread. */
  private Future<?> retry = CompletableFuture.completedFuture(null);

  /** Connections in a row that did not last; of the thread. */
  private int shortConnections;

  /** The last problem that was said; of the thread. */
  private String announced = "";

  /**
   * @param maxMethods largest number of direct methods at once
   * @param maxWaitingMethods largest number of direct methods that wait for a thread
   */
  public HubLink(LinkSettings settings, int maxMethods, int maxWaitingMethods) {
    this.settings = settings;
    this.methods = new DirectMethodDispatcher(maxMethods, maxWaitingMethods);
    this.subject = settings.credentials().subject();
    this.outbox = new InFlightMessages(settings.maxInFlightMessages(), settings.maxInFlightBytes());
    this.thread = DaemonThreads.timer("iothub-link");
  }

  /** Begins to connect. Returns at once; call it once. */
  public void start() {
    thread.execute(() -> connect(1));
    thread.scheduleWithFixedDelay(
        new RepeatingTask("The check of the connection of " + subject, this::watch),
        TICK.toMillis(),
        TICK.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Ends a wait for the next attempt to connect and begins anew with the shortest waits, for a
   * process that has little time left to send what it holds.
   */
  public void hurry() {
    thread.execute(
        () -> {
          if (state instanceof LinkState.Waiting) {
            retry.cancel(false);
            connect(1);
          }
        });
  }

  /** Returns the identity and the hub, without secrets. */
  public String subject() {
    return subject;
  }

  /** Returns the state of the connection. */
  public LinkState state() {
    return state;
  }

  /** Returns the statistics since the start. */
  public LinkStatistics figures() {
    return outbox.figures(connects);
  }

  /**
   * Hands a message over, waiting while the limits of the settings are reached.
   *
   * @throws MessageRejectedException when IoT Hub could never take the message
   * @throws LinkClosedException when this is closed
   * @throws InterruptedException when interrupted while waiting; nothing was handed over
   */
  public void send(DeviceToCloudMessage message, AcknowledgementListener acknowledgement)
      throws MessageRejectedException, LinkClosedException, InterruptedException {
    DeviceToCloudMessageValidator.check(message);
    outbox.add(message, acknowledgement);
  }

  /**
   * Gives a direct method to a handler.
   *
   * @param name name of the method, or {@code *} for all that have no handler of their own
   * @return what ends it
   * @throws IllegalStateException when the method has a handler
   */
  public HandlerRegistration onMethod(String name, DirectMethodHandler handler) {
    methods.add(name, handler);
    thread.execute(this::subscribeToMethods);
    return () -> methods.remove(name, handler);
  }

  /** Tells a listener the twin, now and after each connect, and its changes. */
  public HandlerRegistration onTwin(TwinListener listener) {
    AtomicBoolean ended = new AtomicBoolean();
    // On the thread, so that a connection made meanwhile does not tell the twin twice.
    thread.execute(
        () -> {
          synchronized (ended) {
            if (ended.get()) {
              return;
            }
            twins.add(listener);
          }
          subscribeToTwin();
        });
    return () -> {
      synchronized (ended) {
        ended.set(true);
        twins.remove(listener);
      }
    };
  }

  /**
   * Merges a JSON object into the reported properties; members that are null go away. Reports are
   * sent one after another, in the order of the calls, and again while IoT Hub does not answer.
   * Waits for a connection when there is none.
   *
   * @param timeout how long that may take, waiting for a connection included
   * @return the new version of the reported properties; fails with {@link HubRequestException}
   */
  public CompletableFuture<Integer> report(byte[] patch, Duration timeout) {
    return twinRequests.report(patch, timeout);
  }

  /**
   * Reads the twin. Waits for a connection when there is none.
   *
   * @param timeout how long that may take, waiting for a connection included
   * @return an object with members desired and reported; fails with {@link HubRequestException}
   */
  public CompletableFuture<JsonNode> twin(Duration timeout) {
    return twinRequests.read(timeout);
  }

  /** Closes the connection. What is not acknowledged fails with {@link LinkClosedException}. */
  @Override
  public void close() {
    LinkState last = move(new LinkState.Closed());
    // Not interrupted: the SDK would leave a connection open that it is making.
    thread.shutdown();
    outbox.close();
    methods.close();
    twins.close();
    HubRequestException closed = new HubRequestException(503, "The connection is closed.");
    connection.completeExceptionally(closed);
    connection = CompletableFuture.failedFuture(closed);
    if (last instanceof LinkState.Connected connected) {
      closeInTime(connected.client());
    } else if (last instanceof LinkState.Connecting) {
      awaitEndOfConnect();
    }
  }

  private void awaitEndOfConnect() {
    try {
      if (!thread.awaitTermination(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("{} is still being connected, and is closed after that", subject);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect(int attempt) {
    become(new LinkState.Connecting(attempt));
    try {
      HubClient client = HubClient.open(settings, new Arrivals());
      if (state instanceof LinkState.Closed) {
        closeInTime(client);
        return;
      }
      become(new LinkState.Connected(client, Instant.now()));
      // What was lost before this thread knew of the connection would stay unnoticed.
      if (!client.isOpen()) {
        lost(client, "The connection was lost as soon as it was made.");
      }
    } catch (Exception e) {
      LOG.debug("{} cannot connect", subject, e);
      retryAfter(attempt, problem(e));
    }
  }

  private String problem(Throwable failure) {
    return LinkFailureMessage.explain(subject, settings.port(), failure);
  }

  private void lost(HubClient client, String problem) {
    if (!(state instanceof LinkState.Connected connected) || connected.client() != client) {
      return;
    }
    boolean stable = connected.since().plus(STABLE).isBefore(Instant.now());
    outbox.disconnected();
    connection = new CompletableFuture<>();
    closeInTime(client);
    shortConnections = stable ? 0 : shortConnections + 1;
    retryAfter(Math.max(1, shortConnections), problem);
  }

  private void retryAfter(int failures, String problem) {
    Duration delay = settings.backoff().after(failures);
    become(new LinkState.Waiting(failures, delay, problem));
    if (state instanceof LinkState.Waiting) {
      retry = thread.schedule(() -> connect(failures + 1), delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Moves to a state, and does what belongs to it. */
  private void become(LinkState next) {
    if (move(next) instanceof LinkState.Closed) {
      return;
    }
    if (next instanceof LinkState.Connected connected) {
      connects++;
      LOG.info("Connected to IoT Hub as {}", subject);
      subscribeToMethods();
      subscribeToTwin();
      outbox.connected(connected.client());
      connection.complete(connected.client());
    } else if (next instanceof LinkState.Waiting waiting) {
      announce(waiting);
    }
  }

  /** Sets the state, which closing sets for good, and returns the one before. */
  private synchronized LinkState move(LinkState next) {
    LinkState before = state;
    if (!(before instanceof LinkState.Closed)) {
      state = next;
    }
    return before;
  }

  /** Says a problem once, and again when it changes; the state and health have it all the time. */
  private void announce(LinkState.Waiting waiting) {
    if (waiting.problem().equals(announced) && waiting.failures() > 1) {
      LOG.debug("{} Tried again in {}", waiting.problem(), DurationText.text(waiting.delay()));
      return;
    }
    announced = waiting.problem();
    LOG.warn(
        "{} It is tried again for ever; {} messages wait.",
        waiting.problem(),
        figures().inFlightMessages());
  }

  private void watch() {
    if (state instanceof LinkState.Connected connected) {
      if (outbox.longestFlight().compareTo(settings.acknowledgeTimeout()) > 0) {
        lost(
            connected.client(),
            "IoT Hub acknowledged nothing in "
                + DurationText.text(settings.acknowledgeTimeout())
                + ".");
      } else {
        outbox.retry();
      }
    }
  }

  private void subscribeToMethods() {
    if (state instanceof LinkState.Connected connected && !methods.isEmpty()) {
      ifOpen(connected.client(), connected.client()::subscribeToMethods);
    }
  }

  private void subscribeToTwin() {
    if (state instanceof LinkState.Connected connected && !twins.isEmpty()) {
      ifOpen(
          connected.client(),
          () -> {
            connected.client().subscribeToDesiredProperties();
            twins.read(connected.client());
          });
    }
  }

  private void ifOpen(HubClient client, Runnable action) {
    try {
      action.run();
    } catch (IllegalStateException e) {
      thread.execute(() -> lost(client, "The connection was lost while subscribing."));
    }
  }

  /** Closes a client, whose own wait for a dead network is far longer than that for a new one. */
  private static void closeInTime(HubClient client) {
    try {
      CompletableFuture.runAsync(client::close).get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A connection could not be closed in time", e);
    }
  }

  /** Listener that hands over to this link's thread what arrives on the SDK's threads. */
  private final class Arrivals implements HubClient.Listener {

    @Override
    public void methodCalled(HubClient client, String requestId, MethodRequest request) {
      methods.route(
          request,
          reply -> {
            try {
              client.reply(requestId, reply);
            } catch (IllegalStateException e) {
              LOG.debug("The caller of {} is gone with the connection", request.method());
            }
          });
    }

    @Override
    public void desiredChanged(HubClient client, byte[] patch) {
      twins.changed(client, patch);
    }

    @Override
    public void lost(HubClient client, Throwable cause) {
      String problem =
          cause == null ? "The connection of " + subject + " was lost." : problem(cause);
      thread.execute(() -> HubLink.this.lost(client, problem));
    }
  }
}
