package org.bactrian.launcher.command;

import java.io.IOException;
import java.util.List;
import org.bactrian.iothub.link.ConnectionString;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.launcher.azure.HubClients;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub}, the parent of the hub commands. */
@Command(
    name = "hub",
    description = "Works with an IoT Hub as its service client.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HubMonitorCommand.class,
      HubDevicesCommand.class,
      HubInvokeCommand.class,
      HubRegisterCommand.class
    })
final class HubCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Which command: monitor, devices, invoke or register?");
  }

  /** Options that choose the hub. */
  static final class Choice {

    @Mixin private DataFolder data;

    @Option(
        names = "--login",
        paramLabel = "CONNECTIONSTRING",
        description =
            "Service connection string of an Azure IoT Hub; without it, the local Azure is used.")
    private @Nullable String login;

    boolean isReal() {
      return login != null;
    }

    DataFolder data() {
      return data;
    }

    /**
     * Parts of the connection strings of its devices besides identity and key, such as {@code
     * HostName=…}, in their order.
     */
    List<String> devicePart() {
      if (login != null) {
        return List.of("HostName=" + ConnectionString.parse(login).require("HostName"));
      }
      ConnectionString edge =
          ConnectionString.parse(data.requireLocalAzure().edgeConnectionString());
      return List.of(
          "HostName=" + edge.require("HostName"),
          "GatewayHostName=" + edge.require("GatewayHostName"));
    }

    HubService service() throws IOException {
      return login != null ? HubClients.real(login) : HubClients.local(data.requireLocalAzure());
    }
  }
}
