package org.bactrian.launcher.command;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option that limits the time for which a command runs. */
final class RunDurationOption {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Stops after N seconds; by default at Ctrl-C.")
  private @Nullable Long seconds;

  OptionalLong seconds() {
    return seconds == null ? OptionalLong.empty() : OptionalLong.of(seconds);
  }
}
