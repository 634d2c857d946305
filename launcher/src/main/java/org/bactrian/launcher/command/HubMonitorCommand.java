package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.bactrian.launcher.azure.TelemetryMonitor;
import org.bactrian.model.thread.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub monitor}. */
@Command(
    name = "monitor",
    description = {
      "Prints the telemetry that arrives from now on, one line of JSON per message, in the format"
          + " of \"az iot hub monitor-events --properties all\"."
    })
final class HubMonitorCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(HubMonitorCommand.class);

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;
  @Mixin private RunDurationOption duration;

  @Option(
      names = "--event-hub",
      paramLabel = "CONNECTIONSTRING",
      defaultValue = "${env:BACTRIAN_EVENT_HUB}",
      description =
          "Event Hub-compatible connection string of the built-in endpoint of an Azure IoT Hub, or"
              + " BACTRIAN_EVENT_HUB; without it, the local Azure is used.")
  private @Nullable String eventHub;

  @Override
  public Integer call() throws InterruptedException {
    if (hub.isReal() && (eventHub == null || eventHub.isBlank())) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "Telemetry of an Azure IoT Hub comes from its built-in endpoint. Give its Event"
              + " Hub-compatible connection string with --event-hub");
    }
    connectionString();
    try (CommandLifetime lifetime = CommandLifetime.begin()) {
      Thread reader = DaemonThreads.of("monitor", this::read);
      reader.start();
      lifetime.await(duration.seconds());
      reader.interrupt();
      spec.commandLine().getOut().flush();
    }
    return ExitCode.OK;
  }

  private String connectionString() {
    return eventHub == null || eventHub.isBlank()
        ? hub.data().requireLocalAzure().eventHubConnectionString()
        : eventHub;
  }

  /** Reads until it is interrupted; a hub that goes away is waited for. */
  private void read() {
    try {
      new TelemetryMonitor(new LastKnown()).follow(new Printer());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Connection string of the hub, or the last one while a local hub writes none. */
  private final class LastKnown implements Supplier<String> {

    private String last = connectionString();

    @Override
    public String get() {
      try {
        last = connectionString();
      } catch (RuntimeException e) {
        LOG.debug("The local Azure writes no connection string now: {}", e.getMessage());
      }
      return last;
    }
  }

  private final class Printer implements TelemetryMonitor.Listener {

    private boolean lost;

    @Override
    public synchronized void reading(String endpoint) {
      lost = false;
      say("Monitoring " + endpoint);
    }

    @Override
    public synchronized void line(String line) {
      lost = false;
      PrintWriter out = spec.commandLine().getOut();
      out.println(line);
      out.flush();
    }

    @Override
    public synchronized void lost(String reason) {
      if (!lost) {
        say("The hub is gone (" + reason + "). Waiting for it");
      }
      lost = true;
    }

    private void say(String text) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(text);
      err.flush();
    }
  }
}
