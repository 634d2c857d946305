package org.bactrian.opcua.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bactrian.model.thread.DaemonThreads;

/**
 * Probes TCP ports for a host and for an OPC UA server. Two threads serve any number of probes at
 * once; {@link #close()} ends them.
 */
final class TcpPortProber implements AutoCloseable {

  private static final int THREADS = 2;

  private final AsynchronousChannelGroup group;
  private final ScheduledExecutorService timer = DaemonThreads.timer("opcua-scan-timer");

  TcpPortProber() throws IOException {
    group =
        AsynchronousChannelGroup.withFixedThreadPool(THREADS, DaemonThreads.named("opcua-scan"));
  }

  /**
   * Returns whether somebody is at one of the ports: a refusal is an answer, too.
   *
   * @param ports ports of one host, not empty
   */
  CompletionStage<Boolean> host(List<InetSocketAddress> ports, Duration timeout) {
    List<ProbeConnection> attempts = new ArrayList<>();
    CompletableFuture<Boolean> alive = new CompletableFuture<>();
    // Those that are still under way when one was answered are of no use any more.
    alive.whenComplete((yes, failure) -> attempts.forEach(ProbeConnection::giveUp));
    AtomicInteger open = new AtomicInteger(ports.size());
    for (InetSocketAddress port : ports) {
      ProbeConnection attempt;
      try {
        attempt = attempt(port, timeout);
      } catch (IOException e) {
        alive.completeExceptionally(new SocketsExhaustedException(e));
        break;
      }
      attempts.add(attempt);
    }
    for (ProbeConnection attempt : attempts) {
      attempt
          .result()
          .whenComplete((connected, failure) -> answered(alive, open, connected, failure));
      attempt.connect();
    }
    if (alive.isDone()) {
      attempts.forEach(ProbeConnection::giveUp);
    }
    return alive;
  }

  private static void answered(
      CompletableFuture<Boolean> alive, AtomicInteger open, Boolean connected, Throwable failure) {
    if (failure instanceof SocketsExhaustedException) {
      alive.completeExceptionally(failure);
    } else if (failure == null ? connected : isRefusal(failure)) {
      alive.complete(true);
    }
    if (open.decrementAndGet() == 0) {
      alive.complete(false);
    }
  }

  /** Networks that are not there make a ConnectException, too. */
  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException
        && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }

  /**
   * Returns whether an OPC UA server listens: it answers a Hello with an Acknowledge, or with an
   * Error (Part 6, 7.1.2).
   */
  CompletionStage<Boolean> server(InetSocketAddress port, Duration timeout) {
    try {
      ProbeConnection attempt = attempt(port, timeout);
      attempt.greet();
      return attempt.result();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new SocketsExhaustedException(e));
    }
  }

  private ProbeConnection attempt(InetSocketAddress port, Duration timeout) throws IOException {
    ProbeConnection attempt = new ProbeConnection(AsynchronousSocketChannel.open(group), port);
    ScheduledFuture<?> limit =
        timer.schedule(attempt::giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
    attempt.result().whenComplete((yes, failure) -> limit.cancel(false));
    return attempt;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    try {
      group.shutdownNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
