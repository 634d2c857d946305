package org.bactrian.localazure.keyvault.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Base64;

/**
 * Creation of a version of a certificate, which its client polls.
 *
 * @param name of the certificate
 * @param requestId id of the creation
 * @param status {@code inProgress}, {@code completed} or {@code cancelled}
 * @param signingRequest PKCS #10, DER
 * @param key key pair of a creation in progress as it will be stored, else null
 * @param policy of the certificate
 * @param attributes that the client gave the version, or null
 * @param tags that the client gave the version, or null
 */
@RecordBuilder
record CertificateOperation(
    String name,
    String requestId,
    String status,
    byte[] signingRequest,
    JsonNode key,
    JsonNode policy,
    JsonNode attributes,
    JsonNode tags)
    implements CertificateOperationBuilder.With {

  static final String IN_PROGRESS = "inProgress";
  static final String COMPLETED = "completed";
  static final String CANCELLED = "cancelled";

  boolean running() {
    return status.equals(IN_PROGRESS);
  }

  /** The operation's end, after which its key is nobody's. */
  CertificateOperation endedAs(String end) {
    return withStatus(end).withKey(JsonNodeFactory.instance.nullNode());
  }

  /**
   * The operation as Key Vault writes it.
   *
   * @param url of the certificate
   */
  ObjectNode json(String url) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", url + "/pending");
    json.putObject("issuer").put("name", new CertificatePolicy(policy).issuer());
    json.put("csr", Base64.getEncoder().encodeToString(signingRequest));
    json.put("cancellation_requested", status.equals(CANCELLED));
    json.put("status", status);
    if (running()) {
      json.put(
          "status_details",
          "Pending certificate created. Please Perform Merge to complete the request.");
    }
    if (status.equals(COMPLETED)) {
      json.put("target", url);
    }
    return json.put("request_id", requestId);
  }

  /** Names the certificate, not the key. */
  @Override
  public String toString() {
    return "CertificateOperation[" + name + ", " + status + "]";
  }
}
