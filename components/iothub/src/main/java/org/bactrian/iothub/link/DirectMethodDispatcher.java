package org.bactrian.iothub.link;

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
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.ConcurrentMethodLimit;
import org.bactrian.model.method.MethodFaults;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.thread.DaemonThreads;

/**
 * Dispatches direct methods to their handlers, a limited number at once, and answers those without.
 */
final class DirectMethodDispatcher {

  /** The name under which a handler takes every method that no other takes. */
  static final String ANY = "*";

  /** Threads that begin calls, made as they are needed; what waits for others needs none. */
  private static final int THREADS = 64;

  private final Map<String, DirectMethodHandler> handlers = new ConcurrentHashMap<>();
  private final ExecutorService calls;
  private final ConcurrentMethodLimit limit;

  /**
   * @param maxMethods largest number of methods at once
   * @param maxWaiting largest number of methods that wait for a thread
   */
  DirectMethodDispatcher(int maxMethods, int maxWaiting) {
    this.limit = new ConcurrentMethodLimit(maxMethods);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(maxWaiting),
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
      answer.accept(busy(call));
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
              ? refused(
                  call,
                  FaultKind.EXTERNAL_DEPENDENCY,
                  "The module has just started and takes no methods yet. Call again.")
              : refused(
                  call, FaultKind.NOT_SUPPORTED, "There is no method " + call.method() + " here."));
      return;
    }
    try {
      calls.execute(() -> invoke(handler.get(), call, once));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      once.accept(busy(call));
    }
  }

  private static void invoke(
      DirectMethodHandler handler, MethodRequest call, Consumer<MethodResult> once) {
    try {
      handler.invoke(call, once);
    } catch (RuntimeException | Error e) {
      once.accept(MethodFaults.of(call.method(), e));
    }
  }

  private static MethodResult refused(MethodRequest call, FaultKind kind, String why) {
    return MethodFaults.of(call.method(), new OperationException(kind, why));
  }

  private static MethodResult busy(MethodRequest call) {
    return refused(
        call, FaultKind.BUSY, "Too many methods are being carried out. Call again later.");
  }

  void close() {
    calls.shutdown();
  }
}
