package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import org.bactrian.iothub.rest.HubService;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodRequest;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;

/** Direct methods of edge modules, called in parts of any size. Safe for use by many threads. */
public final class ModuleMethodClient {

  private final HubService hub;

  public ModuleMethodClient(HubService hub) {
    this.hub = hub;
  }

  /**
   * Calls a method.
   *
   * @param module who carries it out
   * @param name its name with its version, such as Discover_V2
   * @param payload what to hand over; null for nothing
   * @param deadline when to wait no longer
   * @return what it answered; Jackson's missing node for nothing
   * @throws OperationException of kind MODULE_OFFLINE when the module is not connected
   * @throws OperationException of kind TIMEOUT when it does not answer in time
   * @throws OperationException of kind REFUSED_BY_MODULE when it could not do it
   * @throws OperationException of kind COMMUNICATION when what it answers is no JSON
   */
  public JsonNode call(
      ModuleId module, String name, @Nullable Object payload, RequestDeadline deadline) {
    byte[] body = payload == null ? new byte[0] : RegistryJson.bytes(payload);
    MethodRequest request = MethodRequest.json(name, body);
    Duration left = deadline.leftFor(name + " of " + module + " could be called");
    MethodResult result;
    try {
      result = HubService.await(hub.call(HubRegistry.address(module), request, left));
    } catch (HubServiceException e) {
      throw e.asOperationFailure();
    }
    byte[] answer = result.bodyOrThrow();
    if (answer.length == 0) {
      return MissingNode.getInstance();
    }
    try {
      return RegistryJson.read(answer, JsonNode.class);
    } catch (OperationException e) {
      e.throwUnless(FaultKind.BAD_REQUEST);
      // Not the caller's fault, who could not mend it.
      throw new OperationException(
          FaultKind.COMMUNICATION, "What " + module + " answered to " + name + " is no JSON.", e);
    }
  }
}
