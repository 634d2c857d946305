package org.bactrian.cloud.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;

/** The bean {@code vaultTargets}: the module that carries out a method for an entity. */
public final class VaultTargets {

  private static final String MODULE = "Module";

  private static final String SERVER = "Server";

  /** Way to an entity that nobody reaches from here. */
  static final String NONE = "None";

  private final VaultEntities entities;

  VaultTargets(VaultEntities entities) {
    this.entities = entities;
  }

  /**
   * Addresses a call: to the module that the entity is, or to its server through the endpoint that
   * a module serves. The header {@code BactrianVaultReach} says which, or {@code None} for an
   * application that nobody reaches from here.
   */
  public void address(
      Exchange exchange,
      @Header(VaultHeaders.ENTITY_ID) String entityId,
      @Header(VaultHeaders.CALL) String call) {
    VaultEntity entity = entities.get(entityId);
    VaultCall method = VaultCall.valueOf(call);
    Message message = exchange.getMessage();
    message.removeHeader(IotHubConstants.METHOD_STATUS);
    Optional<ModuleId> module = entity.module();
    if (module.isPresent()) {
      message.setHeader(VaultHeaders.REACH, MODULE);
      message.setHeader(IotHubConstants.DEVICE_ID, module.get().deviceId());
      message.setHeader(IotHubConstants.MODULE_ID, module.get().moduleId());
      message.setHeader(IotHubConstants.METHOD_NAME, method.ofModule());
      message.setHeader(
          IotHubConstants.RESPONSE_TIMEOUT,
          RequestDeadline.of(exchange).leftFor(method.ofModule() + " could be called"));
      return;
    }
    Optional<String> endpoint = entities.servedEndpoint(entity);
    message.setHeader(VaultHeaders.REACH, endpoint.isPresent() ? SERVER : NONE);
    if (endpoint.isPresent()) {
      message.setHeader("endpointId", endpoint.get());
      message.setHeader(IotHubConstants.METHOD_NAME, method.ofServer());
    } else if (method == VaultCall.CREATE_SIGNING_REQUEST) {
      throw VaultFaults.bad(
          "certificateRequest is missing, and nobody can be asked for one: application "
              + entityId
              + " has no endpoint that is activated.");
    }
  }

  /** Returns the answer of a module. */
  public byte[] answered(@Header(IotHubConstants.METHOD_STATUS) int status, @Body byte[] answer) {
    return new MethodResult(status, answer == null ? new byte[0] : answer).bodyOrThrow();
  }

  /**
   * The answer, unless it says that the server did not do it ({@code errorInfo}).
   *
   * @throws OperationException of kind COMMUNICATION when it does
   */
  public byte[] checked(
      @Header(VaultHeaders.ENTITY_ID) String entityId, @Body byte @Nullable [] answer) {
    byte[] json = answer == null ? new byte[0] : answer;
    JsonNode error =
        json.length == 0
            ? MissingNode.getInstance()
            : RegistryJson.read(json, JsonNode.class).path("errorInfo");
    if (error.path("statusCode").asLong() != 0) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "Server %s refused: %s %s"
              .formatted(
                  entityId,
                  error.path("symbolicId").asText(error.path("statusCode").asText()),
                  error.path("errorMessage").asText())
              .strip());
    }
    return json;
  }

  /** The failure of a call as one of an operation. */
  public void refused(
      @Header(IotHubConstants.DEVICE_ID) String deviceId,
      @Header(IotHubConstants.MODULE_ID) String moduleId,
      @ExchangeException HubServiceException fault) {
    if (fault.kind() == FaultKind.NOT_FOUND) {
      throw new OperationException(
          FaultKind.MODULE_OFFLINE,
          "Module " + new ModuleId(deviceId, moduleId) + " is not connected.",
          fault);
    }
    throw fault.asOperationFailure();
  }
}
