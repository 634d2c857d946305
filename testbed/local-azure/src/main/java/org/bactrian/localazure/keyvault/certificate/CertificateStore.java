package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bactrian.localazure.keyvault.fault.KeyVaultFault;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.item.ItemDraft;
import org.bactrian.localazure.keyvault.item.ItemVersion;
import org.bactrian.localazure.keyvault.item.VaultItems;
import org.bactrian.localazure.keyvault.key.KeyMaterial;
import org.bactrian.localazure.keyvault.secret.SecretContent;
import org.bactrian.localazure.keyvault.storage.VaultState;
import org.bactrian.localazure.keyvault.storage.VaultTable;

/**
 * Certificates with the keys and secrets that belong to them, and the creations under way. {@link
 * #add}, {@link #update} and {@link #put} belong into a {@link VaultState#change change}.
 */
record CertificateStore(
    VaultItems certificates,
    VaultItems keys,
    VaultItems secrets,
    VaultTable<CertificateOperation> operations) {

  /** Opens the creations of the state. */
  static CertificateStore open(
      VaultState state, VaultItems certificates, VaultItems keys, VaultItems secrets) {
    return new CertificateStore(
        certificates, keys, secrets, state.table("operations", CertificateOperation.class));
  }

  /**
   * Checks that a version may be added.
   *
   * @throws KeyVaultFaultException when there is a key or secret of that name that belongs to no
   *     certificate, a creation is under way, or there are too many
   */
  void requireRoom(String name) {
    certificates.requireRoom(name, false);
    keys.requireRoom(name, true);
    secrets.requireRoom(name, true);
    if (operations.find(name).filter(CertificateOperation::running).isPresent()) {
      throw KeyVaultFaultException.withDetail(
          KeyVaultFault.CONFLICT,
          "PendingCertificate",
          "A new certificate cannot be created while the creation of another is under way; merge,"
              + " cancel or delete that");
    }
  }

  /**
   * Returns the creation of a certificate.
   *
   * @throws KeyVaultFaultException when there is none
   */
  CertificateOperation requireOperation(String name) {
    return operations
        .find(name)
        .orElseThrow(
            () ->
                new KeyVaultFaultException(
                    KeyVaultFault.PENDING_CERTIFICATE_NOT_FOUND,
                    "Pending certificate not found: " + name));
  }

  void put(CertificateOperation operation) {
    operations.put(operation.name(), operation);
  }

  /**
   * Adds a version of a certificate, of its key and of its secret, all with the same id.
   *
   * @param id of the version
   * @param secret value of the secret
   */
  ItemVersion add(
      String name,
      String id,
      CertifiedKey certified,
      KeyMaterial key,
      CertificatePolicy policy,
      String secret,
      ItemDraft draft) {
    ItemDraft dated = new ItemDraft(attributes(draft.attributes(), certified), draft.tags());
    ItemVersion version =
        certificates.draft(id, dated, false, content(certified.certificate(), policy).toJson());
    certificates.add(name, version);
    keys.add(name, keys.draft(id, dated, true, key.toJson()));
    SecretContent content = new SecretContent(secret, policy.contentType());
    secrets.add(name, secrets.draft(id, dated, true, content.toJson()));
    return version;
  }

  /** Changes attributes and tags of a version, of its key and of its secret. */
  ItemVersion update(String name, String version, ItemDraft draft, CertificatePolicy policy) {
    ItemVersion before = certificates.require(name, version);
    for (VaultItems companion : List.of(keys, secrets)) {
      companion.update(name, before.id(), draft, companion.require(name, before.id()).content());
    }
    return certificates.update(
        name, before.id(), draft, CertificateContent.of(before).withPolicy(policy).toJson());
  }

  private static CertificateContent content(X509Certificate certificate, CertificatePolicy policy) {
    try {
      return new CertificateContent(certificate.getEncoded(), policy.json());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate that was read can be written", e);
    }
  }

  /** The certificate says from when to when it is valid. */
  private static JsonNode attributes(JsonNode wanted, CertifiedKey certified) {
    ObjectNode attributes =
        wanted.isObject() ? wanted.deepCopy() : JsonNodeFactory.instance.objectNode();
    X509Certificate certificate = certified.certificate();
    attributes.put("nbf", certificate.getNotBefore().toInstant().getEpochSecond());
    attributes.put("exp", certificate.getNotAfter().toInstant().getEpochSecond());
    return attributes;
  }
}
