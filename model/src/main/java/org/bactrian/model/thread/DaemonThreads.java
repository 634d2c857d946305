package org.bactrian.model.thread;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** Factory of threads that do not keep the process alive, and of timers on them. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Threads with the name and a number, such as {@code twin-1}. */
  public static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> of(name + "-" + number.incrementAndGet(), task);
  }

  /** A thread of that name, not started yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A timer with one thread. It forgets cancelled tasks at once, and after its shutdown drops what
   * waits and what is submitted.
   */
  public static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, named(name), new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return timer;
  }
}
