package org.bactrian.launcher.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubMethodRequest;
import org.bactrian.iothub.rest.HubMethodResult;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code bactrian hub invoke}. */
@Command(name = "invoke", description = "Calls a direct method and prints its JSON result.")
final class HubInvokeCommand implements Callable<Integer> {

  private static final int FIRST_ERROR = 300;
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  @Spec private CommandSpec spec;
  @Mixin private HubCommand.Choice hub;

  @Parameters(
      index = "0",
      paramLabel = "DEVICE[/MODULE]",
      description = "Device or module that has the method.")
  private String target;

  @Parameters(index = "1", paramLabel = "METHOD", description = "Name of the method.")
  private String method;

  @Parameters(
      index = "2",
      paramLabel = "PAYLOAD",
      arity = "0..1",
      defaultValue = "",
      description = "JSON payload of the call, null by default.")
  private String payload;

  @Override
  public Integer call() throws IOException {
    HubMethodResult answer = answer(request());
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.payload());
    out.flush();
    if (answer.status() >= FIRST_ERROR) {
      throw new CommandFailure(
          ExitCode.FAULTS, target + " answered " + method + " with status " + answer.status());
    }
    return ExitCode.OK;
  }

  private HubMethodRequest request() {
    int slash = target.indexOf('/');
    HubAddress address =
        slash < 0
            ? new HubAddress(target, "")
            : new HubAddress(target.substring(0, slash), target.substring(slash + 1));
    return new HubMethodRequest(address, method, json(), RESPONSE_TIMEOUT, Duration.ZERO);
  }

  private JsonNode json() {
    if (payload.isBlank()) {
      return NullNode.getInstance();
    }
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(payload);
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          spec.commandLine(), "The payload is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private HubMethodResult answer(HubMethodRequest request) throws IOException {
    try {
      return hub.service().invoke(request);
    } catch (HubServiceException e) {
      if (e.status() == 0 && e.kind() != FaultKind.TIMEOUT) {
        throw new CommandFailure(ExitCode.FAILED, e.getMessage(), e);
      }
      throw new CommandFailure(ExitCode.FAULTS, target + " was not called: " + reason(e), e);
    }
  }

  private String reason(HubServiceException e) {
    if (e.kind() == FaultKind.NOT_FOUND) {
      return target + " is not registered";
    }
    return e.kind() == FaultKind.MODULE_OFFLINE ? target + " is not connected" : e.getMessage();
  }
}
