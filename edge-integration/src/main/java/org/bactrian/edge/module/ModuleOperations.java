package org.bactrian.edge.module;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntConsumer;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.registry.SupervisorStatus;
import org.jspecify.annotations.Nullable;

/** Methods of the module itself. Each takes JSON and returns an object that is written as JSON. */
public final class ModuleOperations {

  /** Registry name of an optional {@link IntConsumer} that ends the process with a status. */
  public static final String PROCESS_EXIT = "processExit";

  /** Name of the bean that ends the process at once with a status. */
  public static final String PROCESS_HALT = "processHalt";

  private final ModuleId module;
  private final Site site;
  private final EndpointActivations activations;
  private final Runnable resetSessions;

  /**
   * @param resetSessions reconnects the sessions that only requests use
   */
  public ModuleOperations(
      ModuleId module, Site site, EndpointActivations activations, Runnable resetSessions) {
    this.resetSessions = resetSessions;
    this.module = module;
    this.site = site;
    this.activations = activations;
  }

  /**
   * Method GetStatus: returns the identity of the module and the endpoints that are activated on
   * it.
   */
  public SupervisorStatus status() {
    return new SupervisorStatus(
        module.deviceId(), module.moduleId(), site.name().orElse(null), activations.status());
  }

  /**
   * Method Reset: drops activations made by methods and reconnects the sessions that requests use.
   * The publisher was a module of its own in 2.8, so its sessions are left alone.
   */
  public boolean reset() {
    activations.reset();
    resetSessions.run();
    return true;
  }

  /**
   * Endpoint to activate or deactivate.
   *
   * @param id id of the endpoint
   * @param secret key of its identity in IoT Hub, base64; left out to deactivate
   */
  record EndpointActivation(String id, @Nullable String secret) {

    @Override
    public String toString() {
      return "EndpointActivation[id=" + id + "]";
    }
  }

  /**
   * Method ActivateEndpoint: adds an endpoint to those that are activated, until the next reset.
   */
  public boolean activate(@Body byte[] request) {
    EndpointActivation activation = read(request);
    if (!isKey(activation.secret())) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "secret is missing or not base64. Send the key of the endpoint's identity.");
    }
    activations.activate(activation.id());
    return true;
  }

  /** Method DeactivateEndpoint: takes an endpoint from those that are activated. */
  public boolean deactivate(@Body byte[] request) {
    activations.deactivate(read(request).id());
    return true;
  }

  private static EndpointActivation read(byte[] request) {
    String text = new String(request, StandardCharsets.UTF_8).strip();
    // A request with one argument may be sent as that argument alone.
    EndpointActivation activation =
        text.startsWith("\"")
            ? new EndpointActivation(text.replaceAll("^\"|\"$", ""), null)
            : RegistryJson.read(request, EndpointActivation.class);
    if (activation.id() == null || activation.id().isEmpty()) {
      throw new OperationException(
          FaultKind.BAD_REQUEST, "id is missing. Write the id of the endpoint.");
    }
    return activation;
  }

  private static boolean isKey(@Nullable String secret) {
    if (secret == null || secret.isEmpty()) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(secret).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Method Shutdown: ends the process, with status 1 for a body that is true. The answer has a
   * moment to leave before.
   */
  public boolean shutdown(@Body @Nullable String request, CamelContext context) {
    boolean failing = request != null && request.strip().equalsIgnoreCase("true");
    IntConsumer exit = context.getRegistry().lookupByNameAndType(PROCESS_EXIT, IntConsumer.class);
    if (exit == null) {
      throw new OperationException(
          FaultKind.NOT_SUPPORTED, "This edge is part of a program that ends when it wants to.");
    }
    exit.accept(failing ? 1 : 0);
    return true;
  }

  /**
   * Methods GetInfo, GetDiagnosticLog and GetDiagnosticStartupLog, as OPC Publisher answers them.
   */
  public boolean discontinued() {
    throw new OperationException(FaultKind.NOT_FOUND, "Discontinued");
  }
}
