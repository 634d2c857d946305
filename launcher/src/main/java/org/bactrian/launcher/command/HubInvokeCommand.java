package org.bactrian.launcher.command;

import com.microsoft.azure.sdk.iot.service.exceptions.IotHubException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.launcher.azure.HubService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bactrian hub invoke}. */
@Command(
    name = "invoke",
    description = "Calls a direct method and prints the JSON that it answers with.")
final class HubInvokeCommand implements Callable<Integer> {

  private static final int FIRST_ERROR = 300;
  private static final Pattern MESSAGE = Pattern.compile("\"[mM]essage\":\"((?:[^\"\\\\]|\\\\.)*)");

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;

  @Parameters(index = "0", paramLabel = "DEVICE[/MODULE]", description = "Who is called.")
  private String target;

  @Parameters(index = "1", paramLabel = "METHOD", description = "Name of the method.")
  private String method;

  @Parameters(
      index = "2",
      paramLabel = "PAYLOAD",
      arity = "0..1",
      defaultValue = "",
      description = "JSON to call it with, null unless given.")
  private String payload;

  @Override
  public Integer call() throws IOException {
    HubService.Answer answer = answer();
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.payload());
    out.flush();
    if (answer.status() >= FIRST_ERROR) {
      throw new CommandFailure(
          ExitCode.FAULTS, target + " answered " + method + " with status " + answer.status());
    }
    return ExitCode.OK;
  }

  private HubService.Answer answer() throws IOException {
    try {
      return hub.service().invoke(target, method, payload);
    } catch (IotHubException e) {
      throw new CommandFailure(ExitCode.FAULTS, target + " was not called: " + reason(e), e);
    }
  }

  /** The message in the JSON that a hub refuses with. */
  private static String reason(IotHubException e) {
    Matcher message = MESSAGE.matcher(String.valueOf(e.getMessage()));
    return message.find() ? message.group(1) : e.getMessage();
  }
}
