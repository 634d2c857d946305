package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.launcher.azure.LocalTelemetryReader;
import org.bactrian.model.thread.DaemonThreads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub monitor}. */
@Command(
    name = "monitor",
    description = {
      "Prints the telemetry that arrives from now on, one line of JSON per message, in the format"
          + " of \"az iot hub monitor-events --properties all\"."
    })
final class HubMonitorCommand implements Callable<Integer> {

  private static final long RETRY_MILLIS = 1000;

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;
  @Mixin private RunDurationOption duration;

  @Override
  public Integer call() throws InterruptedException {
    if (hub.isReal()) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Monitoring a hub of Azure needs its Event Hubs endpoint, which is not built yet. Use"
              + " az iot hub monitor-events --properties all");
    }
    hub.data().requireLocalAzure();
    try (CommandLifetime lifetime = CommandLifetime.begin()) {
      Thread reader = DaemonThreads.of("monitor", this::read);
      reader.start();
      lifetime.await(duration.seconds());
      reader.interrupt();
      spec.commandLine().getOut().flush();
    }
    return ExitCode.OK;
  }

  /** Reads until it is interrupted; a hub that goes away is waited for. */
  private void read() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean lost = false;
    try {
      while (true) {
        try {
          // The hub may come back with other ports and keys.
          LocalEndpoints endpoints = hub.data().requireLocalAzure();
          new LocalTelemetryReader(endpoints)
              .follow(
                  () -> say(err, "Monitoring " + endpoints.iotHubEndpoint()),
                  line -> {
                    out.println(line);
                    out.flush();
                  });
          lost = false;
        } catch (IOException | RuntimeException e) {
          if (!lost) {
            say(err, "The hub is gone (" + e.getMessage() + "). Waiting for it");
          }
          lost = true;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(PrintWriter err, String text) {
    err.println(text);
    err.flush();
  }
}
