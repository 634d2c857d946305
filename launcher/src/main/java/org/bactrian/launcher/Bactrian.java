package org.bactrian.launcher;

import org.bactrian.launcher.command.BactrianCommand;

/** Entry point of the {@code bactrian} script: runs one command and ends with its exit code. */
public final class Bactrian {

  private Bactrian() {}

  /**
   * Runs the command that the arguments name.
   *
   * @param arguments command, options and operands as typed
   */
  public static void main(String[] arguments) {
    // Before H2 is used for anything: processes that share a database file do so on loopback only.
    System.setProperty("h2.bindAddress", "127.0.0.1");
    System.exit(BactrianCommand.run(arguments));
  }
}
