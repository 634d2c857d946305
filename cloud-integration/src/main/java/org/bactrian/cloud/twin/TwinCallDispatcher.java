package org.bactrian.cloud.twin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.bactrian.cloud.http.RequestBody;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;

/**
 * The bean {@code twinCalls}: which module carries out an operation on an endpoint, and what is
 * made of its answer. The call itself is the route's. Safe for use by many threads.
 */
public final class TwinCallDispatcher {

  /** Exchange property: the operation on its way. */
  public static final String CALL = "BactrianTwinCall";

  /**
   * Header: true to call a server whatever certificate it shows, as long as the module trusts it;
   * for what gives the server another one, and may have done so before it was noted here.
   */
  public static final String ANY_CERTIFICATE = "BactrianTwinAnyCertificate";

  private static final ObjectMapper JSON = RegistryJson.mapper();

  private final ServedEndpoints endpoints;
  private final Function<String, List<ModuleId>> connectedInSite;
  private final Executor executor;

  /**
   * @param endpoints the endpoints that may be used
   * @param connectedInSite modules of a site that serve endpoints and are connected
   * @param executor looks for modules, so that nobody waits beyond a limit
   */
  TwinCallDispatcher(
      ServedEndpoints endpoints,
      Function<String, List<ModuleId>> connectedInSite,
      Executor executor) {
    this.endpoints = endpoints;
    this.connectedInSite = connectedInSite;
    this.executor = executor;
  }

  /**
   * Addresses a request to the module that serves its endpoint; the body becomes what that module's
   * method takes.
   *
   * @throws OperationException when the endpoint is unknown, may not be used, or nobody serves it
   */
  public void open(
      Exchange exchange,
      @Header("endpointId") String endpointId,
      @Header(ANY_CERTIFICATE) @Nullable Boolean anyCertificate,
      @Body Object body) {
    JsonNode request = RequestBody.json(body, exchange.getMessage());
    RequestDeadline limit = RequestDeadline.of(exchange);
    JsonNode asked = request.path("header").path("serviceCallTimeout");
    if (asked.canConvertToLong()) {
      limit.request(Duration.ofMillis(asked.asLong()));
    }
    ServedEndpoint endpoint = endpoints.get(endpointId, limit);
    ModuleId module =
        endpoint
            .module()
            .or(() -> another(endpoint, limit, Set.of()))
            .orElseThrow(() -> nobody(endpoint));
    exchange.getMessage().removeHeader(IotHubConstants.METHOD_STATUS);
    exchange.getMessage().setBody(payload(endpoint, Boolean.TRUE.equals(anyCertificate), request));
    address(exchange, new TwinCall(endpoint, limit, module, Set.of()));
  }

  /**
   * Addresses a request to another module of the site, when the one that was asked provably did not
   * get it. Only then: what was written or called must not happen twice.
   *
   * @throws OperationException when no other is connected; or what the fault is to the caller
   */
  public void refused(
      Exchange exchange,
      @ExchangeException HubServiceException fault,
      @ExchangeProperty(CALL) TwinCall call) {
    boolean untouched =
        fault.kind() == FaultKind.MODULE_OFFLINE || fault.kind() == FaultKind.NOT_FOUND;
    if (!untouched) {
      throw fault.asOperationFailure();
    }
    Set<ModuleId> asked = new HashSet<>(call.offline());
    asked.add(call.module());
    ModuleId other =
        another(call.endpoint(), call.limit(), asked).orElseThrow(() -> nobody(call.endpoint()));
    address(exchange, call.takenOverBy(other));
  }

  /**
   * The answer of the module as it came, JSON.
   *
   * @throws OperationException of kind REFUSED_BY_MODULE when the module refused
   */
  public byte[] answered(
      @ExchangeProperty(CALL) TwinCall call,
      @Header(IotHubConstants.METHOD_STATUS) int status,
      @Body byte[] answer) {
    if (!call.offline().isEmpty()) {
      endpoints.servedBy(call.endpoint(), call.module());
    }
    return new MethodResult(status, answer == null ? new byte[0] : answer).bodyOrThrow();
  }

  private static void address(Exchange exchange, TwinCall call) {
    Duration left = call.limit().leftFor("a module could be asked");
    exchange.setProperty(CALL, call);
    Message message = exchange.getMessage();
    message.setHeader(IotHubConstants.DEVICE_ID, call.module().deviceId());
    message.setHeader(IotHubConstants.MODULE_ID, call.module().moduleId());
    message.setHeader(IotHubConstants.RESPONSE_TIMEOUT, left);
  }

  private Optional<ModuleId> another(
      ServedEndpoint endpoint, RequestDeadline limit, Set<ModuleId> offline) {
    return endpoint
        .site()
        .flatMap(
            site -> {
              FutureTask<List<ModuleId>> look = new FutureTask<>(() -> connectedInSite.apply(site));
              executor.execute(look);
              return limit.await(look, "modules of site " + site).stream()
                  .filter(module -> !offline.contains(module))
                  .findFirst();
            });
  }

  private static OperationException nobody(ServedEndpoint endpoint) {
    String own =
        endpoint
            .module()
            .map(module -> module + " is offline, and ")
            .orElse("it has no module, and ");
    return new OperationException(
        FaultKind.MODULE_OFFLINE,
        "Endpoint "
            + endpoint.id()
            + " is served by nobody now: "
            + own
            + endpoint
                .site()
                .map(site -> "site " + site + " has no other module that is connected.")
                .orElse("its site is not known."));
  }

  private static byte[] payload(ServedEndpoint endpoint, boolean anyCertificate, JsonNode request) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.getFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeFieldName("endpoint");
      if (anyCertificate) {
        ObjectNode address = (ObjectNode) JSON.readTree(endpoint.json());
        json.writeTree(address.without("certificate"));
      } else {
        json.writeRawValue(endpoint.json());
      }
      json.writeFieldName("request");
      json.writeTree(request);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
