package org.bactrian.cloud.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.bactrian.cloud.vault.VaultTestServer.calls;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.bactrian.cloud.EdgeModule;
import org.bactrian.cloud.security.Permission;
import org.bactrian.cloud.vault.certificate.CertificateParts;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.Sha1Text;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Certificates and trust lists on their way to modules, and through these to servers. */
class VaultDeliveryTest {

  private static final MethodResult REFUSED =
      new MethodResult(
          400, "{\"detail\":\"its issuer is not known\"}".getBytes(StandardCharsets.UTF_8));

  @TempDir private static Path folder;
  private static VaultTestServer vault;
  private static String root;

  @BeforeAll
  static void open() throws Exception {
    vault = new VaultTestServer(folder, Map.of());
    root = vault.root("{\"name\": \"Plant\", \"subjectName\": \"CN=Plant CA\"}");
  }

  @AfterAll
  static void close() {
    vault.close();
  }

  @Test
  void aModuleKnowsTheAuthorityOfAServerBeforeItBringsItTheCertificate() throws Exception {
    String group = vault.root("{\"subjectName\": \"CN=Servers CA\"}");
    String server = vault.application("urn:server:before");
    EdgeModule module = vault.module("before");
    vault.serve(server, "uat-before", "before");
    AtomicBoolean known = new AtomicBoolean();
    module.answers("UpdateTrustList_V2", list -> answer(known, list));
    module.answers(
        "UpdateServerCertificate_V2",
        update -> known.get() ? MethodResult.ok(new byte[0]) : REFUSED);

    String request = accept(server, group);

    await().untilAsserted(() -> assertThat(actions(request)).contains("CertificateDelivered"));
    JsonNode first = calls(module, "UpdateTrustList_V2").get(0);
    assertThat(first.path("issuerCertificates")).hasSize(1);
    assertThat(first.path("issuerCrls")).hasSize(1);
    assertThat(actions(request)).doesNotContain("StepAbandoned");
  }

  private static MethodResult answer(AtomicBoolean known, JsonNode list) {
    known.compareAndSet(false, !list.path("issuerCertificates").isEmpty());
    return MethodResult.ok(new byte[0]);
  }

  @Test
  void aModuleGoesOnTrustingTheServerThatItBroughtACertificateByARelationThatMayBeRemoved()
      throws Exception {
    String server = vault.application("urn:server:relation");
    EdgeModule module = vault.module("relation");
    vault.serve(server, "uat-relation", "relation");

    String request = accept(server, root);

    await().until(() -> !calls(module, "UpdateServerCertificate_V2").isEmpty());
    await()
        .untilAsserted(
            () -> assertThat(last(module, "UpdateTrustList_V2", "trustedCertificates")).hasSize(1));
    assertThat(last(module, "UpdateTrustList_V2", "trustedCertificates").path(0))
        .isEqualTo(
            last(module, "UpdateServerCertificate_V2", "request").path("certificates").path(0));
    assertThat(state(request)).isEmpty();
    vault.ok(Permission.ADMINISTER, "DELETE", "/trustlists/relation_module_bactrian/" + server, "");
    await()
        .untilAsserted(
            () -> assertThat(last(module, "UpdateTrustList_V2", "trustedCertificates")).isEmpty());
  }

  @Test
  void callersExpectTheCertificateThatAServerWasGivenAndTheVaultExpectsNone() throws Exception {
    String server = vault.application("urn:server:expected");
    EdgeModule module = vault.module("expected");
    vault.serve(server, "uat-expected", "expected");

    accept(server, root);

    await().until(() -> !calls(module, "UpdateServerCertificate_V2").isEmpty());
    JsonNode endpoint = last(module, "UpdateServerCertificate_V2", "endpoint");
    assertThat(endpoint.path("url").asText()).startsWith("opc.tcp:");
    assertThat(endpoint.has("certificate")).isFalse();
    byte[] given =
        last(module, "UpdateServerCertificate_V2", "request")
            .path("certificates")
            .path(0)
            .binaryValue();
    await()
        .untilAsserted(
            () ->
                assertThat(vault.expectedCertificate("uat-expected"))
                    .isEqualToIgnoringCase(Sha1Text.of(given)));
  }

  @Test
  void theListOfAServerTellsWhetherTheModuleThatServesItWasRevoked() throws Exception {
    String edges = vault.root("{\"subjectName\": \"CN=Edges CA\"}");
    String server = vault.application("urn:server:managed");
    EdgeModule module = vault.module("managed");
    vault.serve(server, "uat-managed", "managed");
    accept(server, root);
    await().until(() -> !calls(module, "UpdateServerTrustList_V2").isEmpty());

    accept("managed_module_bactrian", edges);
    await()
        .untilAsserted(
            () ->
                assertThat(last(module, "UpdateServerTrustList_V2", "request").path("issuerCrls"))
                    .hasSize(1));
    await().until(() -> !calls(module, "UpdateCertificate_V2").isEmpty());
    String serial =
        CertificateParts.serial(
            CertificateParts.read(
                    last(module, "UpdateCertificate_V2", "certificates").get(0).binaryValue())
                .getSerialNumber());
    vault.ok(Permission.ADMINISTER, "POST", "/certificates/" + serial + "/revoke", "{}");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        crl(last(module, "UpdateServerTrustList_V2", "request")
                                .path("issuerCrls")
                                .path(0))
                            .getRevokedCertificates())
                    .hasSize(1));
  }

  @Test
  void aDeliveryThatWasRefusedIsMadeAgainWhenItIsAcceptedAgainAndWhenTrustChanges()
      throws Exception {
    EdgeModule module = vault.module("again");
    String entity = "again_module_bactrian";
    module.answers("UpdateCertificate_V2", update -> REFUSED);
    String request = accept(entity, root);
    await().untilAsserted(() -> assertThat(state(request)).contains("delivery was given up"));
    assertThat(abandoned(request)).first().asString().contains("its issuer is not known");
    // The first list, which came with the certificate, is a change of trust, too.
    await().until(() -> !calls(module, "UpdateTrustList_V2").isEmpty());
    // That was refused as well, unless the list came before the certificate.
    AtomicInteger abandoned = new AtomicInteger();
    await()
        .during(Duration.ofSeconds(2))
        .until(
            () -> {
              int now = abandoned(request).size();
              return now == abandoned.getAndSet(now);
            });

    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");
    await().until(() -> abandoned(request).size() > abandoned.get());
    String other = vault.root("{\"subjectName\": \"CN=Other CA\"}");
    module.answers("UpdateCertificate_V2", update -> MethodResult.ok(new byte[0]));
    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/" + entity + "/" + other, "");

    await().untilAsserted(() -> assertThat(actions(request)).contains("CertificateDelivered"));
    assertThat(state(request)).isEmpty();
  }

  @Test
  void aListThatWasRefusedIsInTheAuditAndIsSentAgainWhenItIsAskedFor() throws Exception {
    EdgeModule module = vault.module("listed");
    String entity = "listed_module_bactrian";
    module.answers("UpdateTrustList_V2", list -> REFUSED);
    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/" + entity + "/" + root, "");
    await()
        .untilAsserted(
            () ->
                assertThat(audit())
                    .anySatisfy(
                        entry -> {
                          assertThat(entry.path("entityId").asText()).isEqualTo(entity);
                          assertThat(entry.path("action").asText()).isEqualTo("StepAbandoned");
                          assertThat(entry.path("detail").asText())
                              .contains("its issuer is not known");
                        }));
    int sent = calls(module, "UpdateTrustList_V2").size();
    module.answers("UpdateTrustList_V2", list -> MethodResult.ok(new byte[0]));

    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/" + entity + "/" + root, "");

    await().until(() -> calls(module, "UpdateTrustList_V2").size() == sent + 1);
  }

  @Test
  void aStepThatFailsIsOneLineOfTheLogWithItsReason() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger all = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    all.addAppender(log);
    try {
      EdgeModule module = vault.module("logged");
      module.answers("UpdateCertificate_V2", update -> REFUSED);
      String request = accept("logged_module_bactrian", root);
      await().untilAsserted(() -> assertThat(state(request)).contains("delivery was given up"));

      List<ILoggingEvent> lines = List.copyOf(log.list);
      assertThat(lines)
          .anySatisfy(
              line ->
                  assertThat(line.getFormattedMessage())
                      .contains(request, "its issuer is not known"));
      assertThat(lines).noneMatch(line -> line.getThrowableProxy() != null);
    } finally {
      all.detachAppender(log);
    }
  }

  @Test
  void aChangeOfTrustIsBroughtToThoseItConcernsOnly() throws Exception {
    String line = vault.child(root, "Line");
    EdgeModule concerned = vault.module("concerned");
    EdgeModule other = vault.module("unconcerned");
    accept("concerned_module_bactrian", line);
    accept("unconcerned_module_bactrian", vault.root("{\"subjectName\": \"CN=Apart CA\"}"));
    await().until(() -> !calls(concerned, "UpdateTrustList_V2").isEmpty());
    await().until(() -> !calls(other, "UpdateTrustList_V2").isEmpty());
    String application = vault.application("urn:concern");

    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/" + line + "/" + application, "");
    byte[] certificate = vault.certificate(application, line, SigningRequests.rsa("urn:concern"));

    await()
        .untilAsserted(
            () ->
                assertThat(last(concerned, "UpdateTrustList_V2", "trustedCertificates"))
                    .anySatisfy(one -> assertThat(one.binaryValue()).isEqualTo(certificate)));
    assertThat(calls(other, "UpdateTrustList_V2")).hasSize(1);
  }

  @Test
  void whoTrustsAnEndpointTrustsTheCertificateThatItsApplicationGetsLater() throws Exception {
    EdgeModule trusting = vault.module("trusting");
    String application = vault.application("urn:server:aliased");
    vault.module("aliased");
    vault.serve(application, "uat-aliased", "aliased");
    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/trusting_module_bactrian/uat-aliased", "");

    byte[] certificate =
        vault.certificate(application, root, SigningRequests.rsa("urn:server:aliased"));

    await()
        .untilAsserted(
            () ->
                assertThat(last(trusting, "UpdateTrustList_V2", "trustedCertificates"))
                    .anySatisfy(one -> assertThat(one.binaryValue()).isEqualTo(certificate)));
  }

  @Test
  void aListThatIsTooLongIsNotSentAndTheGroupToBlameIsNamed() throws Exception {
    EdgeModule module = vault.module("long");
    String group = vault.root("{\"name\": \"Everybody\", \"subjectName\": \"CN=Everybody CA\"}");
    accept("long_module_bactrian", group);
    await().until(() -> !calls(module, "UpdateTrustList_V2").isEmpty());
    vault
        .cloud()
        .change(
            "insert into vault_trust (entity_id, trusted_id) select '"
                + group
                + "', 'urn-' || \"X\" from system_range(1, 1001)");

    vault.ok(Permission.ADMINISTER, "PUT", "/trustlists/long_module_bactrian/" + root, "");

    await()
        .untilAsserted(
            () ->
                assertThat(audit())
                    .anySatisfy(
                        entry ->
                            assertThat(entry.path("detail").asText())
                                .contains("long_module_bactrian", "more than 1000", "Everybody")));
  }

  private static String accept(String entity, String group) throws Exception {
    String request = vault.startSigning(entity, group, null);
    vault.approve(request);
    vault.ok(Permission.WRITE, "POST", "/requests/" + request + "/accept", "");
    return request;
  }

  /** A member of the last payload that a module was called with. */
  private static JsonNode last(EdgeModule module, String method, String member) {
    List<JsonNode> all = calls(module, method);
    return all.isEmpty() ? MissingNode.getInstance() : all.get(all.size() - 1).path(member);
  }

  private static X509CRL crl(JsonNode base64) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(base64.binaryValue()));
  }

  private static String state(String request) throws Exception {
    return vault.request(request).path("errorInfo").asText();
  }

  private static List<String> abandoned(String request) throws Exception {
    return audit().stream()
        .filter(entry -> entry.path("requestId").asText().equals(request))
        .filter(entry -> entry.path("action").asText().equals("StepAbandoned"))
        .map(entry -> entry.path("detail").asText())
        .toList();
  }

  private static List<String> actions(String request) throws Exception {
    return audit().stream()
        .filter(entry -> entry.path("requestId").asText().equals(request))
        .map(entry -> entry.path("action").asText())
        .toList();
  }

  private static List<JsonNode> audit() throws Exception {
    return StreamSupport.stream(
            vault
                .ok(Permission.ADMINISTER, "GET", "/audit?pageSize=1000", "")
                .path("entries")
                .spliterator(),
            false)
        .toList();
  }
}
