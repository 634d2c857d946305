package org.bactrian.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.rest.QueryPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bactrian hub devices}. */
@Command(
    name = "devices",
    description = "Lists the devices and modules of the hub, one line of JSON each.")
final class HubDevicesCommand implements Callable<Integer> {

  private static final int PAGE_SIZE = 100;
  private static final List<String> SHOWN =
      List.of("deviceId", "moduleId", "status", "connectionState", "lastActivityTime");

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;

  @Override
  public Integer call() throws IOException, HubServiceException {
    HubService service = hub.service();
    print(service, "SELECT * FROM devices");
    print(service, "SELECT * FROM devices.modules");
    return ExitCode.OK;
  }

  private void print(HubService service, String query) throws HubServiceException {
    PrintWriter out = spec.commandLine().getOut();
    QueryPage page = service.query(query, PAGE_SIZE, "");
    page.results().forEach(twin -> out.println(line(twin)));
    while (!page.continuation().isEmpty()) {
      page = service.query(query, PAGE_SIZE, page.continuation());
      page.results().forEach(twin -> out.println(line(twin)));
    }
    out.flush();
  }

  private static ObjectNode line(JsonNode twin) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    for (String name : SHOWN) {
      if (twin.hasNonNull(name)) {
        line.set(name, twin.get(name));
      }
    }
    return line;
  }
}
