package org.bactrian.launcher;

import org.bactrian.launcher.command.BactrianCommand;
import org.bactrian.launcher.log.ConsoleLogProvider;

/** Entry point of the {@code bactrian} script: runs one command and ends with its exit code. */
public final class Bactrian {

  private static final String COMMON_POOL = "java.util.concurrent.ForkJoinPool.common.parallelism";
  private static final int LEAST_THREADS = 2;
  private static final String LOG_PROVIDER = "slf4j.provider";
  private static final String LOG_SETUP = "slf4j.internal.verbosity";

  private Bactrian() {}

  /**
   * Runs the command that the arguments name.
   *
   * @param arguments command, options and operands as typed
   */
  public static void main(String[] arguments) {
    // Before H2 is used for anything: processes that share a database file do so on loopback only.
    System.setProperty("h2.bindAddress", "127.0.0.1");
    shareThreads();
    // Else SLF4J looks for it in all libraries, which takes a short command longer than its work.
    if (System.getProperty(LOG_PROVIDER) == null) {
      System.setProperty(LOG_PROVIDER, ConsoleLogProvider.class.getName());
      // Of which it would tell in a line of its own, in no form of this log.
      System.setProperty(LOG_SETUP, "WARN");
    }
    System.exit(BactrianCommand.run(arguments));
  }

  /**
   * On one or two processors the JDK starts a thread for each asynchronous step of its HTTP client
   * and of its futures, unless its common pool is said to have two. Comes before the pool's use.
   */
  private static void shareThreads() {
    if (Runtime.getRuntime().availableProcessors() <= LEAST_THREADS
        && System.getProperty(COMMON_POOL) == null) {
      System.setProperty(COMMON_POOL, Integer.toString(LEAST_THREADS));
    }
  }
}
