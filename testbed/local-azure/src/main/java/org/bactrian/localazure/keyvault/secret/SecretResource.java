package org.bactrian.localazure.keyvault.secret;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemDraft;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultRequest;
import org.bactrian.localazure.keyvault.storage.VaultState;

/** Secrets ("Secrets", https://learn.microsoft.com/rest/api/keyvault/secrets). */
public record SecretResource(VaultState state, VaultItems secrets, SecretBundle bundle) {

  private static final int MAX_VALUE_BYTES = 25 * 1024;
  private static final int MAX_TYPE_LENGTH = 255;

  /** Serves the operations. */
  public void mount(KeyVaultServer server) {
    server.serve(HttpMethod.PUT, "/secrets/:name", this::set);
    for (String path : List.of("/secrets/:name", "/secrets/:name/", "/secrets/:name/:version")) {
      server.serve(HttpMethod.GET, path, this::get);
      server.serve(HttpMethod.PATCH, path, this::update);
    }
  }

  private VaultAnswer set(VaultRequest request) {
    JsonNode value = request.body().path("value");
    if (!value.isTextual()) {
      throw KeyVaultFaultException.badParameter("value is missing");
    }
    if (value.asText().getBytes(StandardCharsets.UTF_8).length > MAX_VALUE_BYTES) {
      throw KeyVaultFaultException.badParameter(
          "value has more than " + MAX_VALUE_BYTES + " bytes");
    }
    SecretContent content = new SecretContent(value.asText(), contentType(request, ""));
    ItemVersion version = secrets.draft(ItemDraft.of(request.body()), false, content.toJson());
    String kept = state.change(() -> secrets.add(request.name(), version).name());
    return VaultAnswer.of(bundle.withValue(kept, version));
  }

  private VaultAnswer get(VaultRequest request) {
    ItemVersion version = secrets.require(request.name(), request.version());
    if (!version.attributes().enabled()) {
      throw KeyVaultFaultException.withDetail(
          KeyVaultFault.FORBIDDEN,
          "SecretDisabled",
          "Operation get is not allowed on a disabled secret.");
    }
    return VaultAnswer.of(bundle.withValue(kept(request), version));
  }

  private VaultAnswer update(VaultRequest request) {
    ItemDraft draft = ItemDraft.of(request.body());
    ItemVersion changed =
        state.change(
            () -> {
              ItemVersion before = secrets.require(request.name(), request.version());
              SecretContent content = SecretContent.of(before);
              return secrets.update(
                  request.name(),
                  request.version(),
                  draft,
                  new SecretContent(content.value(), contentType(request, content.contentType()))
                      .toJson());
            });
    return VaultAnswer.of(bundle.whole(kept(request), changed));
  }

  private String kept(VaultRequest request) {
    return secrets.require(request.name()).name();
  }

  private static String contentType(VaultRequest request, String otherwise) {
    String type = request.body().path("contentType").asText(otherwise);
    if (type.length() > MAX_TYPE_LENGTH) {
      throw KeyVaultFaultException.badParameter(
          "contentType has more than " + MAX_TYPE_LENGTH + " characters");
    }
    return type;
  }
}
