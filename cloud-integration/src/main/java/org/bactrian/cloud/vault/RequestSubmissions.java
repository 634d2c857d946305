package org.bactrian.cloud.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.bactrian.cloud.http.RequestBody;
import org.bactrian.cloud.vault.certificate.SigningRequest;
import org.bactrian.cloud.vault.contract.CertificateRequestState;
import org.bactrian.cloud.vault.contract.CertificateRequestType;
import org.bactrian.cloud.vault.contract.StartNewKeyPairRequest;
import org.bactrian.cloud.vault.contract.StartSigningRequest;
import org.bactrian.cloud.vault.contract.StartedRequest;
import org.bactrian.cloud.vault.contract.TrustGroupType;
import org.bactrian.cloud.vault.store.StoredGroup;
import org.bactrian.cloud.vault.store.StoredRequest;
import org.bactrian.cloud.vault.store.StoredRequestBuilder;
import org.bactrian.cloud.vault.store.VaultCaller;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.problem.ExchangeProblems;
import org.jspecify.annotations.Nullable;

/** The bean {@code vaultSubmissions}: steps of the routes that start requests for certificates. */
public final class RequestSubmissions {

  /** Exchange property: the request that is being started. */
  static final String STARTING = "BactrianVaultStarting";

  private static final int MAX_HOSTS = 64;
  private static final Pattern URI = Pattern.compile("[\\x21-\\x7e]{1,1024}");

  private final CertificateRequests requests;
  private final GroupAuthorities authorities;
  private final VaultEntities entities;

  RequestSubmissions(
      CertificateRequests requests, GroupAuthorities authorities, VaultEntities entities) {
    this.requests = requests;
    this.authorities = authorities;
    this.entities = entities;
  }

  /**
   * Prepares a signing request. The header {@code BactrianVaultCall} names the method that the edge
   * is to be asked with: for the application URI of a module, and for a PKCS #10 where none came.
   */
  public void prepareSigning(
      Exchange exchange,
      @Body Object body,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ORIGIN) String origin,
      @Header(VaultHeaders.START_AS) String id,
      @Header(VaultHeaders.AUTOMATIC) Boolean automatic) {
    StartSigningRequest asked =
        RegistryJson.read(RequestBody.json(body, exchange.getMessage()), StartSigningRequest.class);
    VaultEntity entity = subject(asked.entityId());
    StoredGroup group = authorities.get(given("groupId", asked.groupId()));
    boolean without = asked.certificateRequest() == null || asked.certificateRequest().isNull();
    byte[] csr =
        without ? null : checked(SigningRequest.read(asked.certificateRequest()), group).der();
    begin(
        exchange,
        builder(entity, group, CertificateRequestType.SigningRequest, caller, origin)
            .id(given(id))
            .signingRequest(csr)
            .automatic(Boolean.TRUE.equals(automatic))
            .build(),
        entity);
  }

  /** Prepares a request for a new key in the same way. */
  public void prepareKeyPair(
      Exchange exchange,
      @Body Object body,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ORIGIN) String origin,
      @Header(VaultHeaders.START_AS) String id) {
    StartNewKeyPairRequest asked =
        RegistryJson.read(
            RequestBody.json(body, exchange.getMessage()), StartNewKeyPairRequest.class);
    VaultEntity entity = subject(asked.entityId());
    StoredGroup group = authorities.get(given("groupId", asked.groupId()));
    if (asked.certificateType() != null
        && asked.certificateType() != TrustGroupType.ApplicationInstanceCertificate) {
      throw new OperationException(
          FaultKind.NOT_SUPPORTED,
          "Certificates of type " + asked.certificateType() + " are not supported.");
    }
    if (asked.subjectName() != null) {
      TrustGroupRules.distinguishedName("subjectName", asked.subjectName());
    }
    begin(
        exchange,
        builder(entity, group, CertificateRequestType.KeyPairRequest, caller, origin)
            .id(given(id))
            .subject(asked.subjectName())
            .hostNames(hosts(asked.domainNames()))
            .automatic(false)
            .build(),
        entity);
  }

  private VaultEntity subject(String entityId) {
    VaultEntity entity = entities.get(given("entityId", entityId));
    if (!entity.isSubject()) {
      throw VaultFaults.bad(
          "entityId names a trust group. PUT /vault/v2/groups makes one of its own.");
    }
    if (entity.kind() != VaultEntity.Kind.MODULE && entity.applicationUri().isEmpty()) {
      throw VaultFaults.bad(
          "Application " + entityId + " has no application URI, which a certificate must name.");
    }
    return entity;
  }

  private StoredRequestBuilder builder(
      VaultEntity entity,
      StoredGroup group,
      CertificateRequestType type,
      @Nullable String caller,
      @Nullable String origin) {
    return StoredRequestBuilder.builder()
        .entityId(entity.id())
        .groupId(group.id())
        .state(CertificateRequestState.New)
        .type(type)
        .applicationUri(entity.applicationUri())
        .hostNames(List.of())
        .origin(origin)
        .delivered(false)
        .submitted(requests.by(VaultCaller.of(caller, null)));
  }

  private void begin(Exchange exchange, StoredRequest request, VaultEntity entity) {
    exchange.setProperty(STARTING, request);
    exchange.getMessage().removeHeader(VaultHeaders.CALL);
    exchange.getMessage().setHeader(VaultHeaders.ENTITY_ID, entity.id());
    boolean asksForKey =
        request.type() == CertificateRequestType.SigningRequest && request.signingRequest() == null;
    if (entity.kind() == VaultEntity.Kind.MODULE || asksForKey) {
      ObjectNode ask = JsonNodeFactory.instance.objectNode().put("regeneratePrivateKey", false);
      exchange.getMessage().setHeader(VaultHeaders.CALL, VaultCall.CREATE_SIGNING_REQUEST.name());
      exchange.getMessage().setBody(RegistryJson.bytes(ask));
      // A failure of the call must end this request, and not be answered by the route of the call.
      exchange.removeProperty(ExchangeProblems.REST_REQUEST);
    }
  }

  /**
   * Starts the request that was prepared, with what the edge answered where it was asked.
   *
   * @return its id
   */
  public StartedRequest start(
      Exchange exchange,
      @ExchangeProperty(STARTING) StoredRequest prepared,
      @Body Object body,
      @Header(VaultHeaders.CALL) String call,
      @Header(VaultHeaders.CALLER) String caller,
      @Header(VaultHeaders.ADDRESS) String address) {
    StoredRequest request = prepared;
    if (call != null) {
      JsonNode answer = RequestBody.json(body, exchange.getMessage());
      String uri = request.applicationUri();
      if (uri.isEmpty()) {
        uri = answer.path("applicationUri").asText();
      }
      if (uri.isEmpty()) {
        throw new OperationException(
            FaultKind.COMMUNICATION,
            "Module " + request.entityId() + " did not tell its application URI.");
      }
      request = request.withApplicationUri(uri);
      if (request.type() == CertificateRequestType.SigningRequest
          && request.signingRequest() == null) {
        SigningRequest made = SigningRequest.read(answer.path("certificateRequest"));
        request =
            request.withSigningRequest(checked(made, authorities.get(request.groupId())).der());
      }
    }
    if (!URI.matcher(request.applicationUri()).matches()) {
      throw VaultFaults.bad(
          "The application URI of %s cannot be put into a certificate, which takes at most 1024"
                  .formatted(request.entityId())
              + " printable characters of ASCII. Register the application with such a URI.");
    }
    byte[] csr = request.signingRequest();
    if (csr != null) {
      checkUri(SigningRequest.read(csr), request.applicationUri());
    }
    requests.add(request, VaultCaller.of(caller, address));
    return new StartedRequest(request.id());
  }

  private static SigningRequest checked(SigningRequest request, StoredGroup group) {
    boolean rsa = request.key().getAlgorithm().equals("RSA");
    boolean rsaGroup = !group.model().issuedSignatureAlgorithm().isCurve();
    if (rsa && rsaGroup && request.keyBits() < group.model().issuedKeySize()) {
      throw VaultFaults.bad(
          "certificateRequest has an RSA key of %d bits; group %s issues for %d at least."
              .formatted(request.keyBits(), group.id(), group.model().issuedKeySize()));
    }
    return request;
  }

  /** An application has one URI (Part 6, 6.2.2); another one would be another identity. */
  private static void checkUri(SigningRequest request, String applicationUri) {
    boolean right =
        !request.uris().isEmpty()
            && request.uris().stream().allMatch(uri -> uri.equalsIgnoreCase(applicationUri));
    if (!right) {
      throw VaultFaults.bad(
          "certificateRequest has the application URI %s among its alternative names; the"
                  .formatted(request.uris().isEmpty() ? "" : String.join(", ", request.uris()))
              + " application is registered as "
              + applicationUri
              + ".");
    }
  }

  private static List<String> hosts(@Nullable List<String> asked) {
    List<String> hosts = asked == null ? List.of() : asked;
    if (hosts.size() > MAX_HOSTS) {
      throw VaultFaults.bad("domainNames must not have more than " + MAX_HOSTS + " entries.");
    }
    if (hosts.stream().anyMatch(host -> CertificateIssuance.host(host).isEmpty())) {
      throw VaultFaults.bad("domainNames has an entry that is neither a host name nor an address.");
    }
    return hosts;
  }

  private static String given(@Nullable String id) {
    return id == null ? CertificateRequests.newId() : id;
  }

  private static String given(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw VaultFaults.bad(name + " is missing.");
    }
    return value;
  }
}
