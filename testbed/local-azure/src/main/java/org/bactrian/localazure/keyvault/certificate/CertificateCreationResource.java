package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemDraft;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.key.KeyMaterial;
import org.bactrian.localazure.keyvault.key.KeyType;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultRequest;
import org.bactrian.localazure.keyvault.storage.VaultState;

/**
 * Creation of certificates: self-signed ones at once, those of an unknown issuer when the client
 * merges what somebody signed ("Create Certificate", "Merge Certificate", "Get Certificate
 * Operation", https://learn.microsoft.com/rest/api/keyvault/certificates).
 */
record CertificateCreationResource(
    VaultState state, CertificateStore store, CertificateBundle bundle, Clock clock) {

  private static final int CREATED = 201;

  /** Serves the operations. */
  void mount(KeyVaultServer server) {
    String pending = "/certificates/:name/pending";
    server.serve(HttpMethod.POST, "/certificates/:name/create", this::create);
    server.serve(HttpMethod.POST, "/certificates/:name/import", this::importCertificate);
    server.serve(HttpMethod.POST, pending + "/merge", this::merge);
    server.serve(HttpMethod.GET, pending, this::get);
    server.serve(HttpMethod.PATCH, pending, this::cancel);
    server.serve(HttpMethod.DELETE, pending, this::delete);
  }

  private VaultAnswer create(VaultRequest request) throws GeneralSecurityException {
    CertificatePolicy policy = policyOf(request);
    String issuer = policy.issuer();
    CertificateMaker.require(policy);
    KeyType type = policy.keyType();
    ItemDraft draft = ItemDraft.of(request.body());
    store.requireRoom(request.name());
    KeyMaterial key = policy.reusesKey() ? reused(request.name(), type) : made(type);
    CertificateOperation begun =
        new CertificateOperation(
            request.name(),
            VaultItems.newId(),
            CertificateOperation.IN_PROGRESS,
            CertificateMaker.signingRequest(policy, key.pair()),
            key.toJson(),
            policy.json(),
            draft.attributes(),
            draft.tags());
    CertificateOperation stored =
        issuer.equals(CertificatePolicy.SELF) ? sign(begun, policy, key, draft) : begin(begun);
    return VaultAnswer.accepted(stored.json(bundle.id(request.name())));
  }

  /** The policy of the request; that of the certificate when the request has none. */
  private CertificatePolicy policyOf(VaultRequest request) {
    JsonNode policy = request.body().path("policy");
    if (policy.isObject()) {
      return CertificatePolicy.of(policy);
    }
    return store
        .certificates()
        .find(request.name())
        .map(item -> CertificatePolicy.of(CertificateContent.of(item.current()).policy()))
        .orElseThrow(() -> KeyVaultFaultException.badParameter("policy is missing"));
  }

  private KeyMaterial reused(String name, KeyType type) throws GeneralSecurityException {
    Optional<KeyMaterial> before =
        store
            .keys()
            .find(name)
            .map(item -> KeyMaterial.of(item.current()))
            .filter(key -> key.type().equals(type.name()));
    return before.isPresent() ? before.get() : made(type);
  }

  private static KeyMaterial made(KeyType type) throws GeneralSecurityException {
    return type.material(type.operations());
  }

  private CertificateOperation begin(CertificateOperation begun) {
    return state.change(
        () -> {
          store.requireRoom(begun.name());
          store.put(begun);
          return begun;
        });
  }

  private CertificateOperation sign(
      CertificateOperation begun, CertificatePolicy policy, KeyMaterial key, ItemDraft draft)
      throws GeneralSecurityException {
    KeyPair pair = key.pair();
    X509Certificate signed = CertificateMaker.selfSigned(policy, pair, clock.instant());
    CertifiedKey certified = CertifiedKey.of(pair, List.of(signed));
    String secret = certified.write(policy);
    CertificateOperation completed = begun.endedAs(CertificateOperation.COMPLETED);
    return state.change(
        () -> {
          store.requireRoom(begun.name());
          store.add(begun.name(), begun.requestId(), certified, key, policy, secret, draft);
          store.put(completed);
          return completed;
        });
  }

  private VaultAnswer merge(VaultRequest request) throws GeneralSecurityException {
    CertificateOperation operation = requireRunning(request);
    KeyMaterial key = KeyMaterial.of(operation.key());
    CertifiedKey certified = CertifiedKey.of(key.pair(), certificates(request));
    CertificatePolicy policy = CertificatePolicy.of(operation.policy());
    String secret = certified.write(policy);
    ItemDraft given = ItemDraft.of(request.body());
    ItemDraft draft =
        new ItemDraft(
            given.attributes().isObject() ? given.attributes() : operation.attributes(),
            given.tags().isObject() ? given.tags() : operation.tags());
    ItemVersion version =
        state.change(
            () -> {
              if (!requireRunning(request).requestId().equals(operation.requestId())) {
                throw notRunning();
              }
              store.put(operation.endedAs(CertificateOperation.COMPLETED));
              return store.add(
                  operation.name(), operation.requestId(), certified, key, policy, secret, draft);
            });
    return new VaultAnswer(CREATED, bundle.whole(kept(operation.name()), version));
  }

  private static List<X509Certificate> certificates(VaultRequest request)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (JsonNode certificate : request.body().path("x5c")) {
      try {
        certificates.add(
            CertifiedKey.certificate(Base64.getMimeDecoder().decode(certificate.asText())));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw KeyVaultFaultException.badParameter("x5c has an element that is no certificate");
      }
    }
    return certificates;
  }

  private VaultAnswer importCertificate(VaultRequest request) throws GeneralSecurityException {
    JsonNode given = request.body().path("policy");
    CertifiedKey certified = CertifiedKey.read(request.text("value"), request.text("pwd"));
    boolean pem = request.text("value").contains("-----BEGIN ");
    KeyType type = certified.keyType();
    KeyMaterial key = KeyMaterial.imported(type, type.operations(), certified.pair());
    CertificatePolicy policy = CertificatePolicy.imported(certified, key, pem).with(given);
    String secret = certified.write(policy);
    ItemDraft draft = ItemDraft.of(request.body());
    ItemVersion version =
        state.change(
            () -> {
              store.requireRoom(request.name());
              return store.add(
                  request.name(), VaultItems.newId(), certified, key, policy, secret, draft);
            });
    return VaultAnswer.of(bundle.whole(kept(request.name()), version));
  }

  private VaultAnswer get(VaultRequest request) {
    return answer(store.requireOperation(request.name()));
  }

  private VaultAnswer cancel(VaultRequest request) {
    if (!request.body().path("cancellation_requested").asBoolean(false)) {
      throw KeyVaultFaultException.badParameter("cancellation_requested must be true");
    }
    return answer(
        state.change(
            () -> {
              CertificateOperation cancelled =
                  requireRunning(request).endedAs(CertificateOperation.CANCELLED);
              store.put(cancelled);
              return cancelled;
            }));
  }

  private VaultAnswer delete(VaultRequest request) {
    return answer(
        state.change(
            () -> {
              CertificateOperation deleted = store.requireOperation(request.name());
              store.operations().remove(request.name());
              return deleted;
            }));
  }

  private CertificateOperation requireRunning(VaultRequest request) {
    CertificateOperation operation = store.requireOperation(request.name());
    if (!operation.running()) {
      throw notRunning();
    }
    return operation;
  }

  private static KeyVaultFaultException notRunning() {
    return new KeyVaultFaultException(
        KeyVaultFault.CONFLICT, "The creation of the certificate is not in progress any more");
  }

  private VaultAnswer answer(CertificateOperation operation) {
    return VaultAnswer.of(operation.json(bundle.id(operation.name())));
  }

  private String kept(String name) {
    return store.certificates().require(name).name();
  }
}
