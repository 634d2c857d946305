package org.bactrian.launcher.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.bactrian.iothub.rest.HubAddress;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--chunked",
      description =
          "Calls it in parts, so that request and answer may have more than 128 KB. The edge and OPC"
              + " Publisher take such calls.")
  private boolean chunked;

  @Override
  public Integer call() throws IOException {
    MethodResult answer = answer(MethodRequest.json(method, json()));
    PrintWriter out = spec.commandLine().getOut();
    out.println(answer.body().length == 0 ? "null" : new String(answer.body(), UTF_8));
    out.flush();
    if (answer.status() >= FIRST_ERROR) {
      throw new CommandFailure(
          ExitCode.FAULTS, target + " answered " + method + " with status " + answer.status());
    }
    return ExitCode.OK;
  }

  private HubAddress address() {
    int slash = target.indexOf('/');
    return slash < 0
        ? new HubAddress(target, "")
        : new HubAddress(target.substring(0, slash), target.substring(slash + 1));
  }

  private byte[] json() {
    String text = payload.isBlank() ? "null" : payload;
    try {
      return new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text)
          .toString()
          .getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          spec.commandLine(), "The payload is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private MethodResult answer(MethodRequest request) throws IOException {
    try {
      return HubService.await(
          chunked
              ? hub.service().call(address(), request, RESPONSE_TIMEOUT)
              : hub.service().invoke(address(), request, RESPONSE_TIMEOUT, Duration.ZERO));
    } catch (HubServiceException e) {
      if (e.status() == 0 && e.kind() != FaultKind.TIMEOUT) {
        throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
      }
      throw new CommandFailure(ExitCode.FAULTS, target + " was not called: " + reason(e), e);
    }
  }

  private String reason(HubServiceException e) {
    if (e.kind() == FaultKind.NOT_FOUND) {
      return target + " is not registered";
    }
    return e.kind() == FaultKind.MODULE_OFFLINE
        ? target + " is not connected"
        : String.valueOf(e.getMessage());
  }
}
