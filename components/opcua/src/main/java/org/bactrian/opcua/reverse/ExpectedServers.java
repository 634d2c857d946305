package org.bactrian.opcua.reverse;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers that are expected to connect, and their connections that nobody has used yet.
 * Thread-safe.
 */
public final class ExpectedServers {

  private static final Logger LOG = LoggerFactory.getLogger(ExpectedServers.class);

  /** Connections of one server that are kept for later. */
  private static final int LARGEST_STOCK = 2;

  /** Servers that are not expected of which is told; of others the log says nothing. */
  private static final int MAX_REPORTED = 100;

  private static final int LONGEST_QUOTE = 200;

  private final Map<ServerAddress, Expected> expected = new HashMap<>();
  private final Set<ReverseHello> reported = new HashSet<>();

  /** A server that is expected until it is closed. */
  public interface Expectation extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Expected {
    private final Queue<CompletableFuture<Channel>> waiting = new ArrayDeque<>();
    private final Deque<Channel> stock = new ArrayDeque<>();
    private final Set<Runnable> listeners = new HashSet<>();
  }

  /**
   * Expects a server.
   *
   * @param endpointUrl its address, of which host and port count
   * @param arrived run when it has connected and nobody was waiting; another one each time
   */
  public synchronized Expectation expect(String endpointUrl, Runnable arrived) {
    ServerAddress address = ServerAddress.of(endpointUrl);
    expected.computeIfAbsent(address, key -> new Expected()).listeners.add(arrived);
    return () -> forget(address, arrived);
  }

  private synchronized void forget(ServerAddress address, Runnable listener) {
    Expected server = expected.get(address);
    if (server != null && server.listeners.remove(listener) && server.listeners.isEmpty()) {
      expected.remove(address);
      server.stock.forEach(Channel::close);
      server.waiting.forEach(wait -> wait.cancel(false));
    }
  }

  /**
   * The next connection of a server, which completes the future as soon as there is one; cancelled
   * when the server is expected no longer.
   */
  public CompletableFuture<Channel> next(String endpointUrl) {
    CompletableFuture<Channel> next = new CompletableFuture<>();
    Channel present = presentOrQueued(ServerAddress.of(endpointUrl), next);
    if (present != null) {
      next.complete(present);
    }
    return next;
  }

  private synchronized @Nullable Channel presentOrQueued(
      ServerAddress address, CompletableFuture<Channel> next) {
    Expected server = expected.get(address);
    if (server == null) {
      next.cancel(false);
      return null;
    }
    for (Channel channel = server.stock.poll(); channel != null; channel = server.stock.poll()) {
      if (channel.isActive()) {
        return channel;
      }
    }
    server.waiting.removeIf(CompletableFuture::isDone);
    server.waiting.add(next);
    return null;
  }

  /**
   * Takes a connection.
   *
   * @return whether its server is expected
   */
  boolean offer(ReverseHello hello, Channel channel) {
    Set<Runnable> listeners;
    synchronized (this) {
      Expected server =
          ServerAddress.isValid(hello.endpointUrl())
              ? expected.get(ServerAddress.of(hello.endpointUrl()))
              : null;
      if (server == null) {
        report(hello, channel);
        return false;
      }
      for (CompletableFuture<Channel> wait = server.waiting.poll();
          wait != null;
          wait = server.waiting.poll()) {
        if (wait.complete(channel)) {
          return true;
        }
      }
      if (server.stock.size() >= LARGEST_STOCK) {
        server.stock.removeFirst().close();
      }
      server.stock.add(channel);
      channel.closeFuture().addListener(closed -> remove(server, channel));
      listeners = Set.copyOf(server.listeners);
    }
    listeners.forEach(Runnable::run);
    return true;
  }

  private synchronized void remove(Expected server, Channel channel) {
    server.stock.remove(channel);
  }

  private void report(ReverseHello hello, Channel channel) {
    if (reported.size() < MAX_REPORTED && reported.add(hello)) {
      LOG.warn(
          "The server {} at {} has connected from {} and is refused, since it is not expected. Write"
              + " an entry with this EndpointUrl and \"UseReverseConnect\": true, or stop the server"
              + " from connecting.",
          quoted(hello.serverUri()),
          quoted(hello.endpointUrl()),
          channel.remoteAddress());
    }
  }

  /** A text from outside, on one line and not longer than is needed to know it. */
  private static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }
}
