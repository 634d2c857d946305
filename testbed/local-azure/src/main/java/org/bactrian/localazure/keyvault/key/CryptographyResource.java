package org.bactrian.localazure.keyvault.key;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.time.Clock;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemAttributes;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.rest.KeyVaultServer;
import org.bactrian.localazure.keyvault.rest.VaultAnswer;
import org.bactrian.localazure.keyvault.rest.VaultOperation;
import org.bactrian.localazure.keyvault.rest.VaultRequest;

/**
 * Operations with a key, for which its private half does not leave the vault: sign, verify,
 * encrypt, decrypt, wrap and unwrap ("Key operations",
 * https://learn.microsoft.com/rest/api/keyvault/keys/sign).
 */
public record CryptographyResource(VaultItems keys, KeyBundle bundle, Clock clock) {

  /** Serves the operations. */
  public void mount(KeyVaultServer server) {
    serve(server, "sign", this::sign);
    serve(server, "verify", this::verify);
    serve(server, "encrypt", request -> encrypt(request, "encrypt"));
    serve(server, "wrapkey", request -> encrypt(request, "wrapKey"));
    serve(server, "decrypt", request -> decrypt(request, "decrypt"));
    serve(server, "unwrapkey", request -> decrypt(request, "unwrapKey"));
  }

  private static void serve(KeyVaultServer server, String name, VaultOperation operation) {
    server.serve(HttpMethod.POST, "/keys/:name/:version/" + name, operation);
    // The current version, for which SDKs leave a part of the path empty.
    server.serve(HttpMethod.POST, "/keys/:name/" + name, operation);
  }

  private VaultAnswer sign(VaultRequest request) throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.named(request.text("alg"));
    ItemVersion version = requireUsable(request, "sign", true);
    KeyMaterial material = KeyMaterial.of(version);
    byte[] digest = request.bytes("value");
    scheme.require(material.readPublicKey(), digest);
    return answer(request, version, scheme.sign(material.readPrivateKey(), digest));
  }

  private VaultAnswer verify(VaultRequest request) throws GeneralSecurityException {
    SignatureScheme scheme = SignatureScheme.named(request.text("alg"));
    PublicKey key = KeyMaterial.of(requireUsable(request, "verify", false)).readPublicKey();
    byte[] digest = request.bytes("digest");
    scheme.require(key, digest);
    boolean verified = scheme.verify(key, digest, request.bytes("value"));
    return VaultAnswer.of(JsonNodeFactory.instance.objectNode().put("value", verified));
  }

  private VaultAnswer encrypt(VaultRequest request, String operation)
      throws GeneralSecurityException {
    EncryptionScheme scheme = EncryptionScheme.named(request.text("alg"));
    ItemVersion version = requireUsable(request, operation, true);
    try {
      return answer(
          request,
          version,
          scheme.encrypt(KeyMaterial.of(version).readPublicKey(), request.bytes("value")));
    } catch (InvalidKeyException | IllegalBlockSizeException | BadPaddingException e) {
      throw KeyVaultFaultException.badParameter("value is too long for this key");
    }
  }

  private VaultAnswer decrypt(VaultRequest request, String operation)
      throws GeneralSecurityException {
    EncryptionScheme scheme = EncryptionScheme.named(request.text("alg"));
    ItemVersion version = requireUsable(request, operation, false);
    try {
      return answer(
          request,
          version,
          scheme.decrypt(KeyMaterial.of(version).readPrivateKey(), request.bytes("value")));
    } catch (InvalidKeyException | IllegalBlockSizeException | BadPaddingException e) {
      throw KeyVaultFaultException.badParameter("value was not encrypted with this key");
    }
  }

  /**
   * Returns a version that may be used for an operation.
   *
   * @param timely whether the operation wants a time at which the key is valid; what undoes another
   *     operation does not
   */
  private ItemVersion requireUsable(VaultRequest request, String operation, boolean timely) {
    ItemVersion version = keys.require(request.name(), request.version());
    if (!KeyMaterial.of(version).operations().contains(operation)) {
      throw forbidden("KeyOperationForbidden", operation + " is not permitted on this key");
    }
    ItemAttributes attributes = version.attributes();
    if (!attributes.enabled()) {
      throw forbidden("KeyDisabled", operation + " is not allowed on a disabled key");
    }
    long now = clock.instant().getEpochSecond();
    if (timely && now < attributes.notBefore()) {
      throw forbidden("KeyNotYetValid", operation + " is not allowed before the key is valid");
    }
    if (timely && attributes.expires() > 0 && now >= attributes.expires()) {
      throw forbidden("KeyExpired", operation + " is not allowed on an expired key");
    }
    return version;
  }

  private static KeyVaultFaultException forbidden(String detail, String message) {
    return KeyVaultFaultException.withDetail(KeyVaultFault.FORBIDDEN, detail, message);
  }

  private VaultAnswer answer(VaultRequest request, ItemVersion version, byte[] value) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kid", bundle.id(keys.require(request.name()).name(), version));
    json.put("value", VaultRequest.text(value));
    return VaultAnswer.of(json);
  }
}
