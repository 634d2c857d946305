package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.bactrian.model.thread.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints lines on a thread of its own, so that callers never wait for a slow terminal. Lines that
 * such a terminal cannot take are left out and counted.
 */
final class LinePrinter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinePrinter.class);
  private static final int MAX_WAITING = 1000;

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong leftOut = new AtomicLong();
  private final PrintWriter out;
  private final Thread thread;

  private LinePrinter(PrintWriter out) {
    this.out = out;
    this.thread = DaemonThreads.of("printer", this::run);
  }

  /** Returns a printer that keeps lines until it is started. */
  static LinePrinter to(PrintWriter out) {
    return new LinePrinter(out);
  }

  /** Begins to print. */
  void start() {
    thread.start();
  }

  /** Prints a line soon, or leaves it out. */
  void print(String line) {
    if (!lines.offer(line)) {
      leftOut.incrementAndGet();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        out.println(lines.take());
        if (lines.isEmpty()) {
          out.flush();
          long missing = leftOut.getAndSet(0);
          if (missing > 0) {
            LOG.warn("{} messages are not shown, the terminal is too slow", missing);
          }
        }
      }
    } catch (InterruptedException e) {
      out.flush();
    }
  }
}
