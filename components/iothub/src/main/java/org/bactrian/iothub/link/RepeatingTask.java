package org.bactrian.iothub.link;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Task that an executor repeats for ever and that logs its exceptions: without it, the executor
 * would end the task silently at the first one. For one thread at a time.
 */
final class RepeatingTask implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RepeatingTask.class);

  private final String what;
  private final Runnable task;
  private boolean failing;

  /**
   * Repeats {@code task}.
   *
   * @param what its name in the log, at the start of a sentence
   */
  RepeatingTask(String what, Runnable task) {
    this.what = what;
    this.task = task;
  }

  @Override
  public void run() {
    try {
      task.run();
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error("{} failed. It is repeated, and further failures are not logged.", what, e);
      }
      failing = true;
    }
  }
}
