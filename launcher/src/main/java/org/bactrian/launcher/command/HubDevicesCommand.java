package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.rest.QueryPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub devices}. */
@Command(
    name = "devices",
    description =
        "Lists the devices and modules of the hub, one line of JSON each: its kind (an"
            + " application, an endpoint, a gateway, a module or another device), its name, its ids"
            + " and its state.")
final class HubDevicesCommand implements Callable<Integer> {

  private static final int PAGE_SIZE = 100;

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
    page.results().forEach(twin -> out.println(IdentityFormatter.of(twin)));
    while (!page.continuation().isEmpty()) {
      page = service.query(query, PAGE_SIZE, page.continuation());
      page.results().forEach(twin -> out.println(IdentityFormatter.of(twin)));
    }
    out.flush();
  }
}
