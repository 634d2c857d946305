package org.bactrian.web.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.web.problem.Problem;

/**
 * Counts of the streams of a process and of the bytes that wait for their clients, held to {@link
 * StreamLimits}. Safe for use by several threads.
 */
public final class StreamAdmission {

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StreamLimits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  public StreamAdmission(StreamLimits limits) {
    this.limits = limits;
  }

  /** The limits. */
  public StreamLimits limits() {
    return limits;
  }

  /** Streams that are open. */
  public int connections() {
    return connections.get();
  }

  /** Messages that were sent to clients. */
  public long sent() {
    return sent.get();
  }

  /** Clients that were dropped since they did not read their messages. */
  public long dropped() {
    return dropped.get();
  }

  /** Bytes of the messages that wait for clients. */
  public long waitingBytes() {
    return bytes.get();
  }

  /**
   * Admits a stream of a caller.
   *
   * @return the problem that its request is answered with; empty when it is admitted
   */
  public Optional<Problem> admit(String caller) {
    if (connections.incrementAndGet() > limits.maxConnections()) {
      connections.decrementAndGet();
      return Optional.of(busy(limits.maxConnections() + " streams are open, which is all"));
    }
    if (byCaller.merge(caller, 1, Integer::sum) > limits.maxConnectionsPerCaller()) {
      release(caller);
      return Optional.of(
          busy("The caller has " + limits.maxConnectionsPerCaller() + " streams, which is all"));
    }
    return Optional.empty();
  }

  private static Problem busy(String what) {
    return Problem.of(FaultKind.BUSY, what + " that there may be. Close one, or ask again later.")
        .retryAfter(RETRY);
  }

  /** Counts a stream of a caller as ended. */
  public void release(String caller) {
    connections.decrementAndGet();
    byCaller.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
  }

  /** Counts bytes as waiting; false, and nothing is counted, where there is no room for them. */
  boolean take(long size) {
    if (bytes.addAndGet(size) <= limits.totalBytes()) {
      return true;
    }
    bytes.addAndGet(-size);
    return false;
  }

  /** Counts bytes as no longer waiting. */
  void give(long size) {
    bytes.addAndGet(-size);
  }

  void countSent(int messages) {
    sent.addAndGet(messages);
  }

  void countDropped() {
    dropped.incrementAndGet();
  }
}
