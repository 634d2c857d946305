package org.bactrian.cloud.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.bactrian.cloud.registry.contract.EndpointInfo;
import org.bactrian.cloud.registry.contract.EndpointRegistrationQuery;
import org.bactrian.cloud.registry.contract.Page;
import org.bactrian.cloud.registry.contract.RegistryEventSource;
import org.bactrian.cloud.registry.contract.RegistryEventType;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.CertificateChain;
import org.bactrian.model.registry.CertificateChains;
import org.bactrian.model.registry.Endpoint;
import org.bactrian.model.registry.EndpointActivationState;
import org.bactrian.model.registry.EndpointRegistration;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.web.operation.RequestDeadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean {@code endpoints}: operations on endpoints. */
public final class Endpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final EndpointTwins twins;
  private final Activation activation;
  private final ModuleMethodClient methods;
  private final RegistryEvents events;
  private final PagedQuery<EndpointRegistrationQuery, EndpointInfo> pages;

  public Endpoints(
      EndpointTwins twins,
      Activation activation,
      ModuleMethodClient methods,
      RegistryEvents events) {
    this.twins = twins;
    this.activation = activation;
    this.methods = methods;
    this.events = events;
    this.pages = twins.pages();
  }

  /** GetEndpoint: one endpoint. */
  public EndpointInfo getEndpoint(
      @Header("endpointId") String endpointId, @Header("onlyServerState") Boolean onlyServerState) {
    return twins.get(endpointId, Boolean.TRUE.equals(onlyServerState));
  }

  /** GetListOfEndpoints: all, with those that are disabled. */
  public Page<EndpointInfo> getListOfEndpoints(
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("continuationToken") String continuationToken,
      @Header("pageSize") Integer pageSize) {
    return pages.list(continuationToken, onlyServerState, pageSize);
  }

  /** QueryEndpoints: those that are asked for. */
  public Page<EndpointInfo> queryEndpoints(
      @Body EndpointRegistrationQuery query,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.query(query, onlyServerState, pageSize);
  }

  /** GetFilteredListOfEndpoints: those that the parameters ask for. */
  public Page<EndpointInfo> getFilteredListOfEndpoints(
      @Headers Map<String, Object> parameters,
      @Header("onlyServerState") Boolean onlyServerState,
      @Header("pageSize") Integer pageSize) {
    return pages.queryByParameters(parameters, onlyServerState, pageSize);
  }

  /**
   * GetEndpointCertificate: the certificate that the server shows now. The module that serves the
   * endpoint asks for it, whether the endpoint is active or not.
   */
  public CertificateChain getEndpointCertificate(
      @Header("endpointId") String endpointId,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    EndpointRegistration endpoint = twins.get(endpointId, true).registration();
    ModuleId module =
        ModuleId.parse(endpoint.supervisorId())
            .orElseThrow(
                () ->
                    new OperationException(
                        FaultKind.INVALID_STATE,
                        "No module serves endpoint "
                            + endpointId
                            + ". Activate it, which finds one."));
    JsonNode answer =
        methods.call(module, "GetEndpointCertificate_V2", endpoint.endpoint(), deadline);
    try {
      return CertificateChains.of(answer.binaryValue());
    } catch (IOException | IllegalArgumentException e) {
      throw new OperationException(
          FaultKind.COMMUNICATION,
          "What " + module + " gave for endpoint " + endpointId + " is no certificate.",
          e);
    }
  }

  /** ActivateEndpoint: lets an endpoint be used from the cloud. */
  public void activateEndpoint(
      @Header("endpointId") String endpointId,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    EndpointInfo endpoint = twins.get(endpointId, true);
    if (endpoint.notSeenSince() != null) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "Endpoint " + endpointId + " is disabled. Enable its application first.");
    }
    if (endpoint.activationState() == EndpointActivationState.Deactivated) {
      tell(RegistryEventType.Activated, activation.activate(endpoint, deadline));
    }
  }

  /** DeactivateEndpoint: no more lets an endpoint be used from the cloud. */
  public void deactivateEndpoint(
      @Header("endpointId") String endpointId,
      @ExchangeProperty(RequestDeadline.PROPERTY) RequestDeadline deadline) {
    EndpointInfo endpoint = twins.get(endpointId, true);
    if (endpoint.activationState() != EndpointActivationState.Deactivated) {
      tell(RegistryEventType.Deactivated, activation.deactivate(endpoint, deadline));
    }
  }

  /** Takes all endpoints of an application out of use. Active ones are noted as that. */
  public void disableAll(String applicationId, @Nullable Instant since) {
    for (EndpointInfo endpoint : twins.ofApplication(applicationId, true)) {
      disable(endpoint, since);
    }
  }

  /**
   * Takes an endpoint out of use, when it is in use. When it was active, it is noted as that, so
   * that it becomes active again with its application.
   */
  private void disable(EndpointInfo endpoint, @Nullable Instant since) {
    withdraw(endpoint);
    setNotSeen(endpoint.registration().registeredId(), since)
        .ifPresent(change -> tell(RegistryEventType.Disabled, change.after()));
  }

  /** Takes all endpoints of an application back into use. */
  void enableAll(String applicationId) {
    for (EndpointInfo endpoint : twins.ofApplication(applicationId, true)) {
      Optional<EndpointTwins.Change> change =
          setNotSeen(endpoint.registration().registeredId(), null);
      if (change.isEmpty()) {
        continue;
      }
      tell(RegistryEventType.Enabled, change.get().after());
      reactivate(change.get().after());
    }
  }

  /** Takes an endpoint away from its modules, and leaves it noted as active. */
  public void withdraw(EndpointInfo endpoint) {
    if (endpoint.activationState() != EndpointActivationState.Deactivated) {
      activation.withdraw(endpoint, RequestDeadline.usual());
    }
  }

  /**
   * Notes another certificate of a server at those of its endpoints that show one, so that who
   * expects the former one there expects this.
   */
  public void replaceServerCertificate(
      @Header("applicationId") String applicationId,
      @Header(RegistryHeaders.SERVER_THUMBPRINT) String thumbprint) {
    for (EndpointInfo endpoint : twins.ofApplication(applicationId, true)) {
      twins
          .put(
              endpoint.registration().registeredId(),
              existing -> existing.flatMap(one -> withCertificate(one, thumbprint)))
          .ifPresent(change -> refresh(change.after()));
    }
  }

  private static Optional<EndpointInfo> withCertificate(EndpointInfo one, String thumbprint) {
    EndpointRegistration registration = one.registration();
    String former = registration.endpoint().certificate();
    if (former == null || former.equalsIgnoreCase(thumbprint)) {
      return Optional.empty();
    }
    Endpoint shown = registration.endpoint().withCertificate(thumbprint);
    return Optional.of(one.withRegistration(registration.withEndpoint(shown)));
  }

  /** Tells the modules that serve an endpoint that it is connected to in another way. */
  public void refresh(EndpointInfo endpoint) {
    if (endpoint.activationState() != EndpointActivationState.Deactivated) {
      activation.refresh(endpoint);
    }
  }

  /** Lets a module serve an endpoint again that was active when it was disabled. */
  public void reactivate(EndpointInfo endpoint) {
    if (endpoint.activationState() == EndpointActivationState.Deactivated) {
      return;
    }
    try {
      tell(RegistryEventType.Activated, activation.activate(endpoint, RequestDeadline.usual()));
    } catch (OperationException e) {
      LOG.warn(
          "Endpoint {} was active before and cannot be activated now: {}",
          endpoint.registration().registeredId(),
          e.getMessage());
    }
  }

  private Optional<EndpointTwins.Change> setNotSeen(String id, @Nullable Instant since) {
    return twins.put(
        id,
        existing ->
            existing
                .filter(endpoint -> (endpoint.notSeenSince() == null) != (since == null))
                .map(
                    endpoint ->
                        endpoint
                            .with()
                            .endpointState(null)
                            .outOfSync(null)
                            .notSeenSince(since)
                            .build()));
  }

  /** Removes all endpoints of an application. */
  void deleteAll(String applicationId) {
    for (EndpointInfo endpoint : twins.ofApplication(applicationId, true)) {
      withdraw(endpoint);
      twins.delete(endpoint.registration().registeredId());
      tell(RegistryEventType.Deleted, endpoint);
    }
  }

  /** Tells subscribers of a change of an endpoint. */
  public void tell(RegistryEventType type, EndpointInfo endpoint) {
    events.publish(
        RegistryEventSource.Endpoint, type, endpoint.registration().registeredId(), endpoint);
  }
}
