package org.bactrian.localazure.keyvault.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.JWK;
import io.vertx.core.http.HttpMethod;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemDraft;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultRequest;
import org.bactrian.localazure.keyvault.storage.VaultState;

/**
 * Keys: their creation, import, rotation and update ("Keys",
 * https://learn.microsoft.com/rest/api/keyvault/keys).
 */
public record KeyResource(VaultState state, VaultItems keys, KeyBundle bundle) {

  /** Serves the operations. */
  public void mount(KeyVaultServer server) {
    server.serve(HttpMethod.POST, "/keys/:name/create", this::create);
    server.serve(HttpMethod.POST, "/keys/:name/rotate", this::rotate);
    server.serve(HttpMethod.PUT, "/keys/:name", this::importKey);
    for (String path : List.of("/keys/:name", "/keys/:name/", "/keys/:name/:version")) {
      server.serve(HttpMethod.GET, path, this::get);
      server.serve(HttpMethod.PATCH, path, this::update);
    }
  }

  private VaultAnswer create(VaultRequest request) throws GeneralSecurityException {
    KeyType type = KeyType.of(request.body());
    List<String> operations = operations(request.body().path("key_ops"), type.operations());
    ItemDraft draft = ItemDraft.of(request.body());
    keys.requireRoom(request.name(), false);
    return add(request.name(), draft, type.material(operations));
  }

  private VaultAnswer rotate(VaultRequest request) throws GeneralSecurityException {
    ItemVersion current = keys.require(request.name(), "");
    keys.requireRoom(request.name(), false);
    KeyMaterial before = KeyMaterial.of(current);
    KeyType type = KeyType.like(before.type(), before.readPublicKey());
    KeyMaterial after = type.material(before.operations());
    return add(request.name(), ItemDraft.of(request.body()), after);
  }

  private VaultAnswer importKey(VaultRequest request) throws GeneralSecurityException {
    JsonNode jwk = request.body().path("key");
    String type = jwk.path("kty").asText("");
    boolean hardware = type.endsWith(KeyMaterial.HARDWARE);
    String family =
        hardware ? type.substring(0, type.length() - KeyMaterial.HARDWARE.length()) : type;
    if (!List.of("RSA", "EC").contains(family)) {
      throw KeyVaultFaultException.badParameter("key.kty must be RSA, RSA-HSM, EC or EC-HSM");
    }
    KeyPair pair = readPair(jwk, family);
    boolean asHardware = hardware || request.body().path("Hsm").asBoolean(false);
    KeyType kept =
        KeyType.like(asHardware ? family + KeyMaterial.HARDWARE : family, pair.getPublic());
    List<String> operations = operations(jwk.path("key_ops"), kept.operations());
    return add(
        request.name(), ItemDraft.of(request.body()), KeyMaterial.imported(kept, operations, pair));
  }

  private static KeyPair readPair(JsonNode jwk, String family) throws GeneralSecurityException {
    ObjectNode plain = jwk.deepCopy();
    plain.put("kty", family).remove(List.of("kid", "key_ops"));
    try {
      JWK read = JWK.parse(plain.toString());
      if (!read.isPrivate()) {
        throw KeyVaultFaultException.badParameter("key has no private half");
      }
      return KeyMaterial.pair(read);
    } catch (ParseException | IllegalStateException | IllegalArgumentException e) {
      // The cause may quote the key.
      throw KeyVaultFaultException.badParameter("key is no JSON Web Key of a supported type");
    }
  }

  private VaultAnswer get(VaultRequest request) {
    return answer(request, keys.require(request.name(), request.version()));
  }

  private VaultAnswer update(VaultRequest request) {
    ItemDraft draft = ItemDraft.of(request.body());
    ItemVersion changed =
        state.change(
            () -> {
              ItemVersion before = keys.require(request.name(), request.version());
              KeyMaterial material = KeyMaterial.of(before);
              JsonNode wanted = request.body().path("key_ops");
              List<String> operations =
                  wanted.isArray() && !wanted.isEmpty()
                      ? operations(wanted, material.supportedOperations())
                      : material.operations();
              return keys.update(
                  request.name(),
                  request.version(),
                  draft,
                  material.withOperations(operations).toJson());
            });
    return answer(request, changed);
  }

  private VaultAnswer add(String name, ItemDraft draft, KeyMaterial material) {
    ItemVersion version = keys.draft(draft, false, material.toJson());
    String kept = state.change(() -> keys.add(name, version).name());
    return VaultAnswer.of(bundle.whole(kept, version));
  }

  private VaultAnswer answer(VaultRequest request, ItemVersion version) {
    return VaultAnswer.of(bundle.whole(keys.require(request.name()).name(), version));
  }

  /** Operations of a key: those that the request names, or all that its type has. */
  private static List<String> operations(JsonNode wanted, List<String> supported) {
    if (!wanted.isArray() || wanted.isEmpty()) {
      return supported;
    }
    List<String> named = new ArrayList<>();
    for (JsonNode operation : wanted) {
      if (!supported.contains(operation.asText())) {
        throw KeyVaultFaultException.badParameter(
            "key_ops of such a key may be " + String.join(", ", supported));
      }
      named.add(operation.asText());
    }
    return named.stream().distinct().toList();
  }
}
