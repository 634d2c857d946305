package org.bactrian.launcher.command;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;

/** Somebody who asks the vault for certificates of one trust group, and somebody who approves. */
final class VaultApiClient {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PATH = "/vault/v2/";

  private final JsonApiClient cloud;
  private final JsonApiClient signer;
  private final String group;

  private VaultApiClient(JsonApiClient cloud, JsonApiClient signer, String group) {
    this.cloud = cloud;
    this.signer = signer;
    this.group = group;
  }

  /**
   * Makes a trust group to ask.
   *
   * @param cloud with the role administer
   * @param signer with the role sign
   * @param subject distinguished name of its authority
   * @param lifetime how long certificates are valid, d.hh:mm:ss
   */
  static VaultApiClient inGroup(
      JsonApiClient cloud, JsonApiClient signer, String subject, String lifetime)
      throws IOException, InterruptedException {
    JsonNode made =
        cloud.put(
            PATH + "groups/root",
            """
            {"name": "Plant", "subjectName": "%s", "lifetime": "3650.00:00:00",
             "issuedLifetime": "%s"}
            """
                .formatted(subject, lifetime));
    return new VaultApiClient(cloud, signer, made.path("id").asText());
  }

  /** Asks for a certificate of a key that an entity has, which makes the signing request itself. */
  String request(String entity) throws IOException, InterruptedException {
    return start("{\"entityId\": \"%s\", \"groupId\": \"%s\"}".formatted(entity, group));
  }

  /** Asks for a certificate with a signing request (PKCS #10, DER). */
  String request(String entity, byte[] signingRequest) throws IOException, InterruptedException {
    return start(
        "{\"entityId\": \"%s\", \"groupId\": \"%s\", \"certificateRequest\": \"%s\"}"
            .formatted(entity, group, Base64.getEncoder().encodeToString(signingRequest)));
  }

  private String start(String body) throws IOException, InterruptedException {
    return cloud.put(PATH + "requests/sign", body).path("requestId").asText();
  }

  /** Approves a request and waits until it is signed. */
  void approve(String request) throws IOException, InterruptedException {
    signer.post(PATH + "requests/" + request + "/approve", "");
    await()
        .atMost(PATIENCE)
        .until(
            () -> cloud.get(PATH + "requests/" + request).path("state").asText(),
            "Completed"::equals);
  }

  /** Approves a request and has its certificate delivered. */
  void accept(String request) throws IOException, InterruptedException {
    approve(request);
    cloud.post(PATH + "requests/" + request + "/accept", "");
  }

  /** The certificate of a request that was approved. */
  X509Certificate fetch(String request) throws IOException, InterruptedException, UaException {
    JsonNode finished = cloud.get(PATH + "requests/sign/" + request);
    return CertificateUtil.decodeCertificate(finished.at("/certificate/certificate").binaryValue());
  }

  /** Revokes a certificate. */
  void revoke(X509Certificate certificate) throws IOException, InterruptedException {
    String serial = certificate.getSerialNumber().toString(16);
    cloud.post(PATH + "certificates/" + serial + "/revoke", "{}");
  }

  /** Returns whether the audit says that an entity has a trust list of the vault. */
  boolean trustWasDelivered(String entity) throws IOException, InterruptedException {
    for (JsonNode entry : cloud.get(PATH + "audit?pageSize=1000").path("entries")) {
      if (entry.path("action").asText().equals("TrustDelivered")
          && entry.path("entityId").asText().equals(entity)) {
        return true;
      }
    }
    return false;
  }
}
