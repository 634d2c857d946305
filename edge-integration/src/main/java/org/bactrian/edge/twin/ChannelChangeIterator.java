package org.bactrian.edge.twin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bactrian.edge.twin.contract.ChannelDiagnostic;

/**
 * Iterator over the existing channels, then over each new or changed one, until it is closed. For
 * one thread that reads; any thread may close it.
 */
final class ChannelChangeIterator implements Iterator<ChannelDiagnostic>, AutoCloseable {

  private final Supplier<List<ChannelDiagnostic>> look;
  private final Duration interval;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Deque<ChannelDiagnostic> found = new ArrayDeque<>();
  private Set<ChannelDiagnostic> known = new HashSet<>();

  /**
   * @param look gives the channels there are
   * @param interval time between two looks
   */
  ChannelChangeIterator(Supplier<List<ChannelDiagnostic>> look, Duration interval) {
    this.look = look;
    this.interval = interval;
    compare();
  }

  @Override
  public boolean hasNext() {
    try {
      while (found.isEmpty()) {
        if (closed.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
          return false;
        }
        compare();
      }
      return closed.getCount() > 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public ChannelDiagnostic next() {
    if (!hasNext()) {
      throw new NoSuchElementException("Nobody watches any more");
    }
    return found.remove();
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void compare() {
    Set<ChannelDiagnostic> now = new HashSet<>();
    for (ChannelDiagnostic channel : look.get()) {
      ChannelDiagnostic timeless = channel.withTimeStamp(Instant.EPOCH);
      now.add(timeless);
      if (!known.contains(timeless)) {
        found.add(channel);
      }
    }
    known = now;
  }
}
