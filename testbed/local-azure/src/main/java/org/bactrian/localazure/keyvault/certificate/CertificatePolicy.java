package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.bactrian.localazure.keyvault.fault.KeyVaultFaultException;
import org.bactrian.localazure.keyvault.key.KeyMaterial;
import org.bactrian.localazure.keyvault.key.KeyType;

/**
 * Rules by which the versions of a certificate are made ("Create Certificate", CertificatePolicy,
 * https://learn.microsoft.com/rest/api/keyvault/certificates/create-certificate).
 *
 * @param json as the client sent it, not to be changed
 */
record CertificatePolicy(JsonNode json) {

  static final String PKCS12 = "application/x-pkcs12";
  static final String PEM = "application/x-pem-file";

  /** Issuer of certificates that the vault signs with their own key. */
  static final String SELF = "Self";

  /** Issuer that is none of the vault's: somebody else signs, and the client merges. */
  static final String UNKNOWN = "Unknown";

  private static final List<String> CONTENT_TYPES = List.of(PKCS12, PEM);
  private static final int MAX_BYTES = 16 * 1024;
  private static final int MAX_VALIDITY_MONTHS = 1_200;
  private static final int DEFAULT_VALIDITY_MONTHS = 12;
  private static final List<String> DEFAULT_KEY_USAGE =
      List.of("digitalSignature", "keyEncipherment");
  private static final List<String> DEFAULT_EXTENDED_KEY_USAGE =
      List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

  /** Parts of {@code sans} with the tags of their general names (RFC 5280, section 4.2.1.6). */
  private static final Map<String, Integer> ALTERNATIVE_NAMES =
      Map.of("emails", 1, "dns_names", 2, "uris", 6, "ip_addresses", 7);

  private static final int MAX_ALTERNATIVE_NAMES = 100;

  /**
   * Reads a policy.
   *
   * @throws KeyVaultFaultException when the vault cannot follow it
   */
  static CertificatePolicy of(JsonNode json) {
    if (json.toString().getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw KeyVaultFaultException.badParameter("policy has more than " + MAX_BYTES + " bytes");
    }
    CertificatePolicy policy = new CertificatePolicy(json);
    if (!CONTENT_TYPES.contains(policy.contentType())) {
      throw KeyVaultFaultException.badParameter(
          "policy.secret_props.contentType must be " + String.join(" or ", CONTENT_TYPES));
    }
    int months = policy.validityMonths();
    if (months < 1 || months > MAX_VALIDITY_MONTHS) {
      throw KeyVaultFaultException.badParameter(
          "policy.x509_props.validity_months must be 1 to " + MAX_VALIDITY_MONTHS);
    }
    return policy;
  }

  /** Returns a copy in which the parts that a change names are replaced. */
  CertificatePolicy with(JsonNode change) {
    ObjectNode merged = json.isObject() ? json.deepCopy() : JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> part : change.properties()) {
      JsonNode value = part.getValue();
      if (value.isObject() && merged.get(part.getKey()) instanceof ObjectNode before) {
        before.setAll((ObjectNode) value);
      } else if (!value.isNull()) {
        merged.set(part.getKey(), value);
      }
    }
    return of(merged);
  }

  /**
   * The policy of a certificate that was imported, by which the next version is made.
   *
   * @param pem whether it came in that form, and not as PKCS #12
   */
  static CertificatePolicy imported(CertifiedKey certified, KeyMaterial key, boolean pem)
      throws GeneralSecurityException {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    ObjectNode properties = policy.putObject("key_props");
    properties.put("exportable", true).put("reuse_key", false).put("kty", key.type());
    if (certified.pair().getPublic() instanceof RSAPublicKey rsa) {
      properties.put("key_size", rsa.getModulus().bitLength());
    } else {
      properties.put("crv", key.publicJwk().toECKey().getCurve().getName());
    }
    policy.putObject("secret_props").put("contentType", pem ? PEM : PKCS12);
    ObjectNode x509 = policy.putObject("x509_props");
    x509.put("subject", certified.certificate().getSubjectX500Principal().getName());
    x509.put("validity_months", DEFAULT_VALIDITY_MONTHS);
    policy.putObject("issuer").put("name", UNKNOWN);
    return of(policy);
  }

  String issuer() {
    String name = json.path("issuer").path("name").asText(UNKNOWN);
    if (!List.of(SELF, UNKNOWN).contains(name)) {
      throw KeyVaultFaultException.badParameter(
          "policy.issuer.name must be Self or Unknown in the local vault");
    }
    return name;
  }

  KeyType keyType() {
    JsonNode key = json.path("key_props");
    if (key.path("kty").isTextual()) {
      return KeyType.of(key);
    }
    return KeyType.of(JsonNodeFactory.instance.objectNode().put("kty", "RSA"));
  }

  boolean isExportable() {
    return json.path("key_props").path("exportable").asBoolean(true);
  }

  boolean reusesKey() {
    return json.path("key_props").path("reuse_key").asBoolean(false);
  }

  String contentType() {
    return json.path("secret_props").path("contentType").asText(PKCS12);
  }

  String subject() {
    return json.path("x509_props").path("subject").asText("");
  }

  int validityMonths() {
    return json.path("x509_props").path("validity_months").asInt(DEFAULT_VALIDITY_MONTHS);
  }

  List<String> keyUsage() {
    return texts(json.path("x509_props").path("key_usage"), DEFAULT_KEY_USAGE);
  }

  List<String> extendedKeyUsage() {
    return texts(json.path("x509_props").path("ekus"), DEFAULT_EXTENDED_KEY_USAGE);
  }

  /** Alternative names: the tag of a general name with its text. */
  List<Map.Entry<Integer, String>> alternativeNames() {
    JsonNode names = json.path("x509_props").path("sans");
    List<Map.Entry<Integer, String>> all =
        ALTERNATIVE_NAMES.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .flatMap(
                part ->
                    texts(names.path(part.getKey()), List.of()).stream()
                        .map(text -> Map.entry(part.getValue(), text)))
            .toList();
    if (all.size() > MAX_ALTERNATIVE_NAMES) {
      throw KeyVaultFaultException.badParameter(
          "policy.x509_props.sans has more than " + MAX_ALTERNATIVE_NAMES + " names");
    }
    return all;
  }

  private static List<String> texts(JsonNode list, List<String> otherwise) {
    return list.isArray()
        ? StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList()
        : otherwise;
  }
}
