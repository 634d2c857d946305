package org.bactrian.localazure.keyvault.certificate;

import static org.bactrian.model.json.JsonTrees.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.bactrian.localazure.keyvault.item.ItemVersion;

/**
 * Content of a version of a certificate.
 *
 * @param certificate X.509, DER
 * @param policy by which the next version is made
 */
record CertificateContent(byte[] certificate, JsonNode policy) {

  /** Content of a version whose certificate is still to be merged. */
  static CertificateContent pending(JsonNode policy) {
    return new CertificateContent(new byte[0], policy);
  }

  boolean hasCertificate() {
    return certificate.length > 0;
  }

  static CertificateContent of(ItemVersion version) {
    try {
      return JSON.treeToValue(version.content(), CertificateContent.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A certificate of the vault cannot be read", e);
    }
  }

  JsonNode toJson() {
    return JSON.valueToTree(this);
  }

  CertificateContent withPolicy(CertificatePolicy changed) {
    return new CertificateContent(certificate, changed.json());
  }
}
