package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bactrian.launcher.azure.LocalEndpoints;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian local-azure}. */
@Command(
    name = "local-azure",
    description = {
      "Runs the local Azure, for development and tests: an IoT Hub, a Service Bus and a"
          + " Key Vault on loopback that unmodified Azure SDKs connect to. Prints their connection"
          + " strings."
    })
final class LocalAzureCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;
  @Mixin private RunDurationOption duration;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_MQTT_PORT,
      description = "Port for devices, ${DEFAULT-VALUE}; 0 for any free one.")
  private int mqttPort;

  @Option(
      names = "--rest-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_REST_PORT,
      description = "Port for services, ${DEFAULT-VALUE}; 0 for any free one.")
  private int restPort;

  @Option(
      names = "--amqp-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_AMQP_PORT,
      description = "Port for clients of Service Bus, ${DEFAULT-VALUE}; 0 for any free one.")
  private int amqpPort;

  @Option(
      names = "--keyvault-port",
      paramLabel = "PORT",
      defaultValue = "" + LocalAzureSettings.DEFAULT_KEY_VAULT_PORT,
      description = "Port of Key Vault, ${DEFAULT-VALUE}; 0 for any free one.")
  private int keyVaultPort;

  @Override
  public Integer call() throws InterruptedException {
    data.requireRestored();
    PrintWriter out = spec.commandLine().getOut();
    LocalAzureSettings settings =
        LocalAzureSettings.in(data.path())
            .withMqttPort(mqttPort)
            .withRestPort(restPort)
            .withAmqpPort(amqpPort)
            .withKeyVaultPort(keyVaultPort);
    try (CommandLifetime lifetime = CommandLifetime.begin();
        LocalAzure azure = LocalAzure.start(settings)) {
      LocalEndpoints endpoints = data.requireLocalAzure();
      spec.commandLine().getErr().println(LocalAzure.BANNER);
      out.println("service   " + endpoints.iotHubServiceConnectionString());
      out.println("edge      " + endpoints.edgeConnectionString());
      out.println("REST      " + endpoints.iotHubEndpoint());
      out.println("MQTT      " + endpoints.mqttEndpoint());
      out.println("bus       " + azure.serviceBus().connectionString());
      out.println("events    " + endpoints.eventHubConnectionString());
      out.println("key vault " + endpoints.keyVaultUrl());
      out.println("authority " + azure.caFile().toAbsolutePath());
      out.flush();
      lifetime.await(duration.seconds());
    }
    return ExitCode.OK;
  }
}
