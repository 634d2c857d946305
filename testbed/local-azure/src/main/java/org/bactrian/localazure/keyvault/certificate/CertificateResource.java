package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bactrian.localazure.keyvault.item.ItemDraft;
import org.bactrian.localazure.keyvault.item.ItemResource;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultRequest;
import org.bactrian.localazure.keyvault.storage.VaultState;

/**
 * Certificates and their policies ("Certificates",
 * https://learn.microsoft.com/rest/api/keyvault/certificates).
 */
public final class CertificateResource {

  private final VaultState state;
  private final CertificateStore store;
  private final CertificateBundle bundle;
  private final Clock clock;

  /** Certificates over their items, and the items of their keys and secrets. */
  public CertificateResource(
      VaultState state,
      VaultItems certificates,
      VaultItems keys,
      VaultItems secrets,
      CertificateBundle bundle,
      Clock clock) {
    this.state = state;
    this.store = CertificateStore.open(state, certificates, keys, secrets);
    this.bundle = bundle;
    this.clock = clock;
  }

  /** Serves the operations. */
  public void mount(KeyVaultServer server) {
    new CertificateCreationResource(state, store, bundle, clock).mount(server);
    server.serve(HttpMethod.GET, "/certificates/:name/policy", this::policy);
    server.serve(HttpMethod.PATCH, "/certificates/:name/policy", this::updatePolicy);
    new ItemResource(
            state,
            store.certificates(),
            List.of(store.keys(), store.secrets()),
            store.operations()::remove,
            bundle)
        .mount(server);
    for (String path :
        List.of("/certificates/:name", "/certificates/:name/", "/certificates/:name/:version")) {
      server.serve(HttpMethod.GET, path, this::get);
      server.serve(HttpMethod.PATCH, path, this::update);
    }
  }

  private VaultAnswer get(VaultRequest request) {
    Optional<CertificateOperation> creation =
        store.operations().find(request.name()).filter(CertificateOperation::running);
    boolean first = store.certificates().find(request.name()).isEmpty();
    if (creation.isPresent() && first && request.version().isEmpty()) {
      return VaultAnswer.of(bundle.whole(creation.get().name(), pending(creation.get())));
    }
    return answer(request, store.certificates().require(request.name(), request.version()));
  }

  /** The version that a creation makes, as it is until its certificate is merged. */
  private ItemVersion pending(CertificateOperation creation) {
    ObjectNode disabled = JsonNodeFactory.instance.objectNode().put("enabled", false);
    return store
        .certificates()
        .draft(
            creation.requestId(),
            new ItemDraft(disabled, creation.tags()),
            false,
            CertificateContent.pending(creation.policy()).toJson());
  }

  private VaultAnswer update(VaultRequest request) {
    ItemDraft draft = ItemDraft.of(request.body());
    JsonNode change = request.body().path("policy");
    return answer(
        request,
        state.change(
            () ->
                store.update(
                    request.name(),
                    request.version(),
                    draft,
                    policyOf(request.name(), request.version()).with(change))));
  }

  private VaultAnswer policy(VaultRequest request) {
    JsonNode policy =
        store
            .operations()
            .find(request.name())
            .filter(CertificateOperation::running)
            .map(CertificateOperation::policy)
            .orElseGet(() -> policyOf(request.name(), "").json());
    return VaultAnswer.of(bundle.policy(request.name(), policy));
  }

  private VaultAnswer updatePolicy(VaultRequest request) {
    ItemVersion changed =
        state.change(
            () -> {
              ItemVersion before = store.certificates().require(request.name(), "");
              CertificatePolicy policy = policyOf(request.name(), "").with(request.body());
              ItemVersion after =
                  before.withContent(CertificateContent.of(before).withPolicy(policy).toJson());
              store.certificates().replace(request.name(), after);
              return after;
            });
    return VaultAnswer.of(bundle.policy(request.name(), CertificateContent.of(changed).policy()));
  }

  private CertificatePolicy policyOf(String name, String version) {
    return CertificatePolicy.of(
        CertificateContent.of(store.certificates().require(name, version)).policy());
  }

  private VaultAnswer answer(VaultRequest request, ItemVersion version) {
    return VaultAnswer.of(
        bundle.whole(store.certificates().require(request.name()).name(), version));
  }
}
