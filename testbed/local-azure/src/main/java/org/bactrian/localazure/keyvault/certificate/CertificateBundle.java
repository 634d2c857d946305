package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Supplier;
import org.bactrian.localazure.keyvault.item.ItemBundle;
import org.bactrian.localazure.keyvault.item.ItemKind;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.rest.VaultRequest;

/** Writes certificates as Key Vault's CertificateBundle and CertificateItem. */
public final class CertificateBundle extends ItemBundle {

  /** Certificates of the vault of a URL. */
  public CertificateBundle(Supplier<String> baseUrl) {
    super(ItemKind.CERTIFICATE, baseUrl);
  }

  @Override
  protected void writeContent(ObjectNode json, String name, ItemVersion version) {
    CertificateContent content = CertificateContent.of(version);
    writeEntry(json, id(name, version), version);
    if (content.hasCertificate()) {
      json.put("kid", url(ItemKind.KEY.path(), name, version.id()));
      json.put("sid", url(ItemKind.SECRET.path(), name, version.id()));
      json.put("cer", Base64.getEncoder().encodeToString(content.certificate()));
    }
    json.set("policy", policy(name, content.policy()));
    json.putObject("pending").put("id", id(name) + "/pending");
  }

  @Override
  protected void writeEntry(ObjectNode json, String id, ItemVersion version) {
    json.put("id", id);
    CertificateContent content = CertificateContent.of(version);
    if (content.hasCertificate()) {
      json.put("x5t", VaultRequest.text(thumbprint(content.certificate())));
    }
  }

  /** Writes a policy with its id. */
  ObjectNode policy(String name, JsonNode policy) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    policy.properties().forEach(part -> json.set(part.getKey(), part.getValue()));
    json.put("id", id(name) + "/policy");
    return json;
  }

  private static byte[] thumbprint(byte[] certificate) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(certificate);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
