package org.bactrian.interop.opcua;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.module.ModuleMethodDispatcher;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.interop.peer.NeedsNodeJs;
import org.bactrian.interop.peer.Peer;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.setting.AdmissionLimit;
import org.bactrian.patience.TestAuthority;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Push management of the certificates of node-opcua, by an edge that trusts no server but those in
 * its PKI folder, and is the only client that the server trusts.
 */
@NeedsNodeJs
class PushManagementOfNodeOpcuaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPLICATION_URI = "urn:node-opcua:push";

  @TempDir static Path data;
  private static TestAuthority authority;
  private static Peer server;
  private static DefaultCamelContext edge;
  private static ModuleMethodDispatcher methods;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.root("Plant authority");
    edge = new DefaultCamelContext();
    Path nodes = Files.writeString(data.resolve("nodes.json"), "[]");
    List<String> arguments =
        List.of(
            "--pf=" + nodes,
            "--data=" + data.resolve("edge"),
            "--di=0",
            "--ct=60",
            "--disable-http");
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(edge);
    for (String routes : List.of("errors", "twin")) {
      PluginHelper.getRoutesLoader(edge)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  edge, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    edge.start();
    methods = new ModuleMethodDispatcher(AdmissionLimit::usual);
    server =
        Peer.startIn(
            "push",
            "push-server.js",
            Map.of(
                "pki", data.resolve("server").toString(),
                "trust", data.resolve("edge/pki/own/certs/application.der").toString()));
    Files.write(data.resolve("edge/pki/trusted/certs/server.der"), certificate());
    Files.write(data.resolve("edge/pki/issuers/crl/authority.crl"), authority.crl().getEncoded());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (edge != null) {
      edge.close();
    }
  }

  @Test
  void theServerGetsACertificateThatAnAuthoritySignedForItsRequest() throws Exception {
    JsonNode asked = ask("CreateServerSigningRequest", JSON.createObjectNode());
    X509Certificate signed = authority.answer(asked.path("certificateRequest").binaryValue());

    JsonNode answer = ask("UpdateServerCertificate", certificates(signed));

    assertThat(answer.path("applied").asBoolean()).isTrue();
    assertThat(certificate()).isEqualTo(signed.getEncoded());
  }

  @Test
  void theServerGetsACertificateWithItsKey() throws Exception {
    TestAuthority.Issued issued = authority.issue("Server", APPLICATION_URI);

    JsonNode answer =
        ask(
            "UpdateServerCertificate",
            certificates(issued.certificate()).put("privateKey", issued.key().getEncoded()));

    assertThat(answer.path("applied").asBoolean()).isTrue();
    assertThat(certificate()).isEqualTo(issued.certificate().getEncoded());
  }

  /** node-opcua acknowledges a whole list without taking it, and takes single certificates. */
  @Test
  void whatTheServerAcknowledgesAndDoesNotTakeIsToldOf() throws Exception {
    ObjectNode lists = JSON.createObjectNode();
    lists.putArray("trustedCrls").add(authority.crl().getEncoded());

    MethodResult answer = call("UpdateServerTrustList", lists);

    assertThat(answer.status()).isEqualTo(501);
    assertThat(new String(answer.body(), UTF_8)).contains("takes single trusted certificates only");
  }

  @Test
  void theServerListsWhomItRefused() throws Exception {
    assertThat(ask("GetServerRejectedList", JSON.createObjectNode()).path("certificates").isArray())
        .isTrue();
  }

  private static byte[] certificate() throws Exception {
    return JSON.getNodeFactory().textNode(server.ask("certificate").asText()).binaryValue();
  }

  private static ObjectNode certificates(X509Certificate leaf) throws Exception {
    ObjectNode request = JSON.createObjectNode();
    request
        .putArray("certificates")
        .add(leaf.getEncoded())
        .add(authority.certificate().getEncoded());
    return request;
  }

  private static JsonNode ask(String method, ObjectNode request) throws Exception {
    return JSON.readTree(call(method, request).bodyOrThrow());
  }

  private static MethodResult call(String method, ObjectNode request) throws Exception {
    String whole =
        """
        {"connection": {"endpoint": {"url": "%s"}, "user": {"type": "UserName",
          "value": {"user": "anna", "password": "red lorry"}}},
         "request": %s}
        """
            .formatted(server.greeting().path("endpointUrl").asText(), request);
    return methods.call(edge, method + "_V2", whole.getBytes(UTF_8)).get();
  }
}
