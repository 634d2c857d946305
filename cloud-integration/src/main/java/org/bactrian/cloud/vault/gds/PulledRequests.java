package org.bactrian.cloud.vault.gds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;
import org.apache.camel.Message;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequest;
import org.bactrian.cloud.registry.contract.ApplicationRegistrationRequestBuilder;
import org.bactrian.iothub.service.IotHubConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.ApplicationInfo;
import org.bactrian.model.registry.ModuleId;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.bactrian.model.vault.VaultTrustList;
import org.bactrian.model.vault.VaultTrustUpdate;
import org.bactrian.web.operation.OperationHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code pulledRequests}: steps of the routes that pass requests of Global Discovery
 * Servers on to registry and vault, and the answers back. Safe for use by many threads and
 * replicas.
 */
public final class PulledRequests {

  /** Exchange property: the request that is being passed on. */
  static final String REQUEST = "BactrianPulledRequest";

  /** Exchange property: where the answer goes to. */
  static final String ADDRESS = "BactrianPulledAddress";

  /** Header with the kind of the request. */
  static final String KIND = "BactrianPulledKind";

  /** Header that says whether the vault's request is to be started. */
  static final String START = "BactrianPulledStart";

  /** Header that says whether somebody waits for the outcome of a request. */
  static final String KNOWN = "BactrianPulledKnown";

  private static final String ORIGIN = "BactrianVaultOrigin";
  private static final String START_AS = "BactrianVaultStartAs";
  private static final String REQUEST_ID = "requestId";
  private static final String ENTITY_ID = "entityId";
  private static final String GROUP_ID = "groupId";

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(PulledRequests.class);

  private final PulledRequestStore store;

  PulledRequests(PulledRequestStore store) {
    this.store = store;
  }

  /**
   * Takes a message.
   *
   * @param properties properties of the message, in which IoT Hub names the sender
   * @throws UnreadableVaultRequestException when it cannot be meant
   */
  public void take(Exchange exchange, @Body String body, @Headers Map<String, Object> properties) {
    PulledRequest request = PulledRequestReader.read(body, properties);
    exchange.setProperty(REQUEST, request);
    exchange.setProperty(
        ADDRESS,
        new PulledRequestStore.Address(
            request.origin(), request.edgeRequestId(), request.entityId()));
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(KIND, request.message().kind().name());
    message.setHeader(ORIGIN, request.origin().toString());
    message.setHeader(OperationHeaders.CALLER, request.origin().toString());
    message.setHeader(ENTITY_ID, request.entityId());
    message.setHeader("applicationId", request.entityId());
  }

  /** The application as it is to be registered. */
  public ApplicationRegistrationRequest registration(
      @ExchangeProperty(REQUEST) PulledRequest request) {
    ApplicationInfo application = request.application();
    return ApplicationRegistrationRequestBuilder.builder()
        .applicationUri(application.applicationUri())
        .applicationType(application.applicationType())
        .productUri(application.productUri())
        .applicationName(application.applicationName())
        .locale(application.locale())
        .siteId(request.site())
        .localizedNames(application.localizedNames())
        .capabilities(application.capabilities())
        .discoveryUrls(application.discoveryUrls())
        .discoveryProfileUri(application.discoveryProfileUri())
        .gatewayServerUri(application.gatewayServerUri())
        .build();
  }

  /**
   * Returns whether an application that unregisters is to leave the registry: a client does that
   * has asked through no other module.
   */
  public boolean leaves(@ExchangeProperty(REQUEST) PulledRequest request) {
    return request.isOfClient() && !store.hasAskedElsewhere(request.origin(), request.entityId());
  }

  /**
   * Claims a request for a certificate, and finds the one of the vault that was started for it.
   *
   * @throws OperationException of kind BUSY while another replica is about to start it
   */
  public void claim(Exchange exchange, @ExchangeProperty(REQUEST) PulledRequest request) {
    Message message = exchange.getMessage();
    PulledRequestStore.Claim claim = store.claim(request);
    message.setHeader(START, claim instanceof PulledRequestStore.Claim.Start);
    message.setHeader(START_AS, request.vaultRequestId());
    if (claim instanceof PulledRequestStore.Claim.Started started) {
      message.setHeader(REQUEST_ID, started.requestId());
    }
    if (claim instanceof PulledRequestStore.Claim.Busy) {
      throw new OperationException(FaultKind.BUSY, "Another replica is about to start it.");
    }
  }

  /**
   * The trust group that issues to applications that pull.
   *
   * @param page trust groups that may issue to it
   * @param named id of the group, where there are several
   * @throws OperationException of kind INVALID_STATE when it cannot be told
   */
  public String group(@Body Object page, String named) {
    if (!named.isBlank()) {
      return named.strip();
    }
    JsonNode groups = RegistryJson.tree(page).path("groups");
    if (groups.isEmpty()) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "There is no trust group that could issue. PUT /vault/v2/groups/root makes one.");
    }
    if (groups.size() > 1) {
      throw new OperationException(
          FaultKind.INVALID_STATE,
          "There are %d trust groups. Name the one that issues to applications of Global Discovery Servers by the property bactrian.vault.gds.group."
              .formatted(groups.size()));
    }
    return groups.path(0).path("groupId").asText();
  }

  /** The request as the vault takes it. */
  public byte[] request(
      @ExchangeProperty(REQUEST) PulledRequest request, @Header(GROUP_ID) String group) {
    Map<String, Object> body = new HashMap<>();
    body.put(ENTITY_ID, request.entityId());
    body.put(GROUP_ID, group);
    if (request.message().kind() == VaultRequestKind.StartSigningRequest) {
      body.put("certificateRequest", request.message().certificateRequest());
    } else {
      body.put("subjectName", request.message().subjectName());
      body.put("domainNames", request.message().domainNames());
    }
    return RegistryJson.bytes(body);
  }

  /** Notes the request that the vault has started. */
  public void started(
      Exchange exchange, @ExchangeProperty(REQUEST) PulledRequest request, @Body Object answer) {
    String id = RegistryJson.tree(answer).path(REQUEST_ID).asText();
    store.started(request, id);
    exchange.getMessage().setHeader(REQUEST_ID, id);
  }

  /** Finds the request whose result the application has fetched; none sets no header. */
  public void fetched(Exchange exchange, @ExchangeProperty(REQUEST) PulledRequest request) {
    exchange.getMessage().removeHeader(REQUEST_ID);
    String fetched = Objects.requireNonNull(request.message().startedRequestId());
    store
        .started(request.origin(), fetched)
        .ifPresent(id -> exchange.getMessage().setHeader(REQUEST_ID, id));
  }

  /** Answer to a request that needs no more than to be noted. */
  public ApplicationVaultAnswer done(
      @ExchangeProperty(ADDRESS) PulledRequestStore.Address address) {
    return ApplicationVaultAnswer.of(address.edgeRequestId(), VaultRequestState.Completed);
  }

  /** Answer with a trust list alone. */
  public ApplicationVaultAnswer trusted(
      @ExchangeProperty(ADDRESS) PulledRequestStore.Address address, @Body Object peers) {
    return done(address).with().trustList(trustList(peers)).build();
  }

  /** Answer with the outcome of a request for a certificate. */
  public ApplicationVaultAnswer outcome(
      @ExchangeProperty(ADDRESS) PulledRequestStore.Address address, @Body Object outcome) {
    JsonNode found = RegistryJson.tree(outcome);
    List<String> certificates = new ArrayList<>();
    found.path("certificates").forEach(one -> certificates.add(one.asText()));
    return new ApplicationVaultAnswer(
        address.edgeRequestId(),
        VaultRequestState.valueOf(found.path("state").asText()),
        certificates,
        text(found.path("privateKey")),
        text(found.path("errorMessage")),
        null);
  }

  /** A text, or bytes as base64; null for none. */
  private static @Nullable String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  /** Keeps an answer while the trust list is asked for that goes with it. */
  public void keep(Exchange exchange, @Body ApplicationVaultAnswer answer) {
    exchange.setProperty("BactrianPulledAnswer", answer);
  }

  /** The answer that was kept, with the trust list. */
  public ApplicationVaultAnswer withTrustList(
      @ExchangeProperty("BactrianPulledAnswer") ApplicationVaultAnswer answer, @Body Object peers) {
    return answer.with().trustList(trustList(peers)).build();
  }

  private static VaultTrustList trustList(Object peers) {
    return RegistryJson.read(RegistryJson.tree(peers), VaultTrustList.class);
  }

  /**
   * Answer to a request that cannot be carried out; null for a fault that may pass, since the edge
   * sends the request again.
   */
  public void refused(
      Exchange exchange,
      @ExchangeProperty(REQUEST) PulledRequest request,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception fault) {
    boolean starts = Boolean.TRUE.equals(exchange.getMessage().getHeader(START, Boolean.class));
    if (starts && exchange.getMessage().getHeader(REQUEST_ID) == null) {
      store.release(request);
    }
    Optional<OperationException> lasting =
        OperationException.find(fault).filter(refusal -> isLasting(refusal.kind()));
    if (lasting.isEmpty()) {
      LOG.warn(
          "{} of {} through {} cannot be carried out now, and comes again: {}",
          request.message().kind(),
          request.entityId(),
          request.origin(),
          fault.getMessage());
    }
    exchange
        .getMessage()
        .setBody(
            lasting
                .map(
                    refusal ->
                        ApplicationVaultAnswer.of(
                                request.edgeRequestId(), VaultRequestState.Failure)
                            .with()
                            .errorMessage(refusal.getMessage())
                            .build())
                .orElse(null));
  }

  private static boolean isLasting(FaultKind kind) {
    return switch (kind) {
      case BAD_REQUEST, UNAUTHORIZED, INVALID_STATE, NOT_FOUND, NOT_SUPPORTED -> true;
      default -> false;
    };
  }

  /** Addresses an answer to the module that the request came from. */
  public void address(
      Exchange exchange,
      @ExchangeProperty(ADDRESS) PulledRequestStore.Address address,
      @Body ApplicationVaultAnswer answer) {
    call(exchange, address.origin(), ApplicationVaultAnswer.METHOD, RegistryJson.bytes(answer));
  }

  private static void call(Exchange exchange, ModuleId module, String method, byte[] payload) {
    // The other headers stay: a step that fails is tried again as one of them says.
    Message message = exchange.getMessage();
    message.removeHeader(IotHubConstants.METHOD_STATUS);
    message.setHeader(IotHubConstants.DEVICE_ID, module.deviceId());
    message.setHeader(IotHubConstants.MODULE_ID, module.moduleId());
    message.setHeader(IotHubConstants.METHOD_NAME, method);
    message.setHeader(IotHubConstants.RESPONSE_TIMEOUT, ANSWER_TIMEOUT);
    message.setBody(payload);
  }

  /** Notes that an answer did not arrive; the edge asks again. */
  public void notAnswered(
      @ExchangeProperty(ADDRESS) PulledRequestStore.Address address,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    LOG.debug("{} could not be answered, and asks again: {}", address.origin(), cause.getMessage());
  }

  /** Finds where the outcome of a request of the vault goes to, if anybody waits for it. */
  public void finished(Exchange exchange, @Header(REQUEST_ID) String requestId) {
    Optional<PulledRequestStore.Address> address = store.address(requestId);
    address.ifPresent(
        known -> {
          exchange.setProperty(ADDRESS, known);
          exchange.getMessage().setHeader(OperationHeaders.CALLER, known.origin().toString());
          exchange.getMessage().setHeader(ENTITY_ID, known.entityId());
        });
    exchange.getMessage().setHeader(KNOWN, address.isPresent());
  }

  /** Messages with a trust list for each application that an entity is to an edge. */
  public List<VaultTrustUpdate> updates(
      @Header(ORIGIN) String origin, @Header(ENTITY_ID) String entityId, @Body Object peers) {
    VaultTrustList list = trustList(peers);
    return ModuleId.parse(origin)
        .map(module -> store.applicationUris(module, entityId))
        .orElse(List.of())
        .stream()
        .map(uri -> new VaultTrustUpdate(uri, list))
        .toList();
  }

  /** Addresses a trust list. */
  public void addressUpdate(
      Exchange exchange, @Header(ORIGIN) String origin, @Body VaultTrustUpdate update) {
    call(
        exchange,
        ModuleId.parse(origin).orElseThrow(),
        VaultTrustUpdate.METHOD,
        RegistryJson.bytes(update));
  }
}
