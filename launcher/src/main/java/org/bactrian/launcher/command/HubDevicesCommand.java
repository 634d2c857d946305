package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import com.microsoft.azure.sdk.iot.service.twin.Twin;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bactrian hub devices}. */
@Command(
    name = "devices",
    description = "Lists the devices and modules of the hub, one line of JSON each.")
final class HubDevicesCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;

  @Override
  public Integer call() throws IOException, IotHubException {
    PrintWriter out = spec.commandLine().getOut();
    ObjectMapper json = new ObjectMapper();
    for (Twin twin : hub.service().identities()) {
      ObjectNode line = json.createObjectNode();
      line.put("deviceId", twin.getDeviceId());
      if (twin.getModuleId() != null && !twin.getModuleId().isEmpty()) {
        line.put("moduleId", twin.getModuleId());
      }
      if (twin.getStatus() != null) {
        line.put("status", twin.getStatus().toString().toLowerCase(Locale.ROOT));
      }
      line.put("connectionState", connectionState(twin));
      line.put("lastActivityTime", twin.getLastActivityTime());
      out.println(json.writeValueAsString(line));
    }
    out.flush();
    return ExitCode.OK;
  }

  /** As IoT Hub writes it; the SDK makes capitals of it. */
  private static String connectionState(Twin twin) {
    return "CONNECTED".equalsIgnoreCase(twin.getConnectionState()) ? "Connected" : "Disconnected";
  }
}
