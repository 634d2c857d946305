package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub register}. */
@Command(
    name = "register",
    description =
        "Registers a module, unless it is there, and prints its connection string for --ec of an"
            + " edge. It holds a key.")
final class HubRegisterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;

  @Parameters(
      index = "0",
      paramLabel = "DEVICE/MODULE",
      description = "Module to register, with its device.")
  private String target;

  @Override
  public Integer call() throws IOException {
    String[] names = target.split("/", -1);
    if (names.length != 2 || names[0].isEmpty() || names[1].isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "\"" + target + "\" names no module. Write DEVICE/MODULE.");
    }
    HubAddress module = new HubAddress(names[0], names[1]);
    HubService service = hub.service();
    String key;
    try {
      create(service, new HubAddress(names[0], ""));
      create(service, module);
      key = key(service.identity(module));
    } catch (HubServiceException e) {
      throw new CommandFailure(
          ExitCode.FAILED, target + " was not registered: " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<String> parts = hub.devicePart();
    out.println(
        parts.get(0)
            + ";DeviceId="
            + module.deviceId()
            + ";ModuleId="
            + module.moduleId()
            + ";SharedAccessKey="
            + key
            + (parts.size() == 1 ? "" : ";" + parts.get(1)));
    out.flush();
    return ExitCode.OK;
  }

  private static void create(HubService service, HubAddress address) throws HubServiceException {
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("status", "enabled");
    identity.putObject("authentication").put("type", "sas");
    try {
      service.createIdentity(address, identity);
    } catch (HubServiceException e) {
      if (e.kind() != FaultKind.CONFLICT) {
        throw e;
      }
    }
  }

  private static String key(JsonNode identity) {
    return identity.path("authentication").path("symmetricKey").path("primaryKey").asText();
  }
}
