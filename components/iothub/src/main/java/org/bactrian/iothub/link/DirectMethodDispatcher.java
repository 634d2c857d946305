package org.bactrian.iothub.link;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.bactrian.model.method.ConcurrentMethodLimit;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches direct methods to their handlers, a limited number at once, and answers those without.
 */
final class DirectMethodDispatcher {

  /** The name under which a handler takes every method that no other takes. */
  static final String ANY = "*";

  private static final Logger LOG = LoggerFactory.getLogger(DirectMethodDispatcher.class);

  /** Threads that begin calls, made as they are needed; what waits for others needs none. */
  private static final int THREADS = 64;

  private static final int WAITING_CALLS = 256;

  private final Map<String, DirectMethodHandler> handlers = new ConcurrentHashMap<>();
  private final ExecutorService calls;
  private final ConcurrentMethodLimit limit = new ConcurrentMethodLimit();

  DirectMethodDispatcher() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_CALLS),
            DaemonThreads.named("iothub-method"));
    pool.allowCoreThreadTimeOut(true);
    this.calls = pool;
  }

  /**
   * Gives a method to a handler.
   *
   * @throws IllegalStateException when it has one
   */
  void add(String name, DirectMethodHandler handler) {
    if (handlers.putIfAbsent(name, handler) != null) {
      throw new IllegalStateException(
          "Method " + name + " already has a consumer on this connection. Keep one of them.");
    }
  }

  void remove(String name, DirectMethodHandler handler) {
    handlers.remove(name, handler);
  }

  boolean isEmpty() {
    return handlers.isEmpty();
  }

  /** Carries out a call on a thread of the pool; every call is answered exactly once. */
  void route(MethodRequest call, Consumer<MethodResult> answer) {
    if (!limit.tryEnter()) {
      answer.accept(busy());
      return;
    }
    AtomicBoolean answered = new AtomicBoolean();
    Consumer<MethodResult> once =
        reply -> {
          if (!answered.getAndSet(true)) {
            limit.leave();
            answer.accept(reply);
          }
        };
    Optional<DirectMethodHandler> handler =
        Optional.ofNullable(handlers.getOrDefault(call.method(), handlers.get(ANY)));
    if (handler.isEmpty()) {
      once.accept(
          handlers.isEmpty()
              ? failure(503, "The module has just started and takes no methods yet. Call again.")
              : failure(501, "There is no method " + call.method() + " here."));
      return;
    }
    try {
      calls.execute(() -> invoke(handler.get(), call, once));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      once.accept(busy());
    }
  }

  private static void invoke(
      DirectMethodHandler handler, MethodRequest call, Consumer<MethodResult> once) {
    try {
      handler.invoke(call, once);
    } catch (RuntimeException | Error e) {
      LOG.warn("Method {} failed", call.method(), e);
      once.accept(failure(500, "Method " + call.method() + " failed."));
    }
  }

  private static MethodResult busy() {
    return failure(429, "Too many methods are being carried out. Call again later.");
  }

  private static MethodResult failure(int status, String message) {
    String json = "{\"Message\":\"" + message.replaceAll("[\"\\\\\\p{Cntrl}]", "?") + "\"}";
    return new MethodResult(status, json.getBytes(StandardCharsets.UTF_8));
  }

  void close() {
    calls.shutdown();
  }
}
