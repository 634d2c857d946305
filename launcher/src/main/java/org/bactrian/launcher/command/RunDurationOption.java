package org.bactrian.launcher.command;

import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The option that bounds how long a command runs. */
final class RunDurationOption {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stops by itself after N seconds; without it, Ctrl-C does.")
  private Long seconds;

  OptionalLong seconds() {
    return seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
  }
}
