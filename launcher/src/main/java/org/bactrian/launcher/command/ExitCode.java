package org.bactrian.launcher.command;

/** Exit codes of the commands. {@code --help} of every command lists them. */
final class ExitCode {

  /** The command did what it was asked to. */
  static final int OK = 0;

  /** The command ran, and what it looked at is faulty or what it asked for was refused. */
  static final int FAULTS = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The command could not do its work: a port is taken, a file unreadable, a server silent. */
  static final int FAILED = 70;

  /** An option of the edge has a value that it cannot have. */
  static final int BAD_OPTION = 160;

  /** The messaging mode and the message encoding of the edge do not go together. */
  static final int BAD_ENCODING = 170;

  private ExitCode() {}
}
