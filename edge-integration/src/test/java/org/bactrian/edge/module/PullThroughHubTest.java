package org.bactrian.edge.module;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.gds.server.PullClient;
import org.bactrian.edge.options.EdgeOptionsReader;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.bactrian.localazure.hub.routing.RoutingSettings;
import org.bactrian.localazure.hub.telemetry.DeviceMessage;
import org.bactrian.localazure.pki.LocalTrust;
import org.bactrian.model.method.MethodResult;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.model.vault.ApplicationVaultAnswer;
import org.bactrian.model.vault.ApplicationVaultRequest;
import org.bactrian.model.vault.VaultRequestKind;
import org.bactrian.model.vault.VaultRequestState;
import org.bactrian.model.vault.VaultTrustList;
import org.bactrian.model.vault.VaultTrustUpdate;
import org.bactrian.patience.TestAuthority;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request for a certificate on its way through IoT Hub, with the packed routes. */
class PullThroughHubTest {

  private static final ClientId MODULE = ClientId.module("edge1", "discovery");

  @TempDir Path folder;
  private final List<DeviceMessage> messages = new CopyOnWriteArrayList<>();
  private LocalAzure azure;
  private HubModuleClient module;
  private DefaultCamelContext edge;
  private String url;

  @BeforeEach
  void start() throws Exception {
    // All messages go where the test sees them.
    azure =
        LocalAzure.start(
            LocalAzureSettings.in(folder.resolve("azure"))
                .withFreePorts()
                .withRouting(RoutingSettings.NONE));
    azure.hub().onTelemetry(messages::add);
    HttpsURLConnection.setDefaultSSLSocketFactory(
        LocalTrust.sslContext(azure.caFile()).getSocketFactory());
    module = new HubModuleClient(azure, MODULE);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = "opc.tcp://localhost:" + port;
    Files.writeString(folder.resolve("nodes.json"), "[]");
    edge = new DefaultCamelContext();
    new EdgeConfiguration(
            EdgeOptionsReader.read(
                    List.of(
                        "--disable-http",
                        "--pf",
                        folder.resolve("nodes.json").toString(),
                        "--data",
                        folder.resolve("edge").toString(),
                        "--ec",
                        azure.hub().register(MODULE),
                        "--hub-ca",
                        azure.caFile().toString(),
                        "--gds-port",
                        Integer.toString(port)),
                    Map.of())
                .options())
        .configure(edge);
    for (String routes : List.of("errors", "module", "gds")) {
      PluginHelper.getRoutesLoader(edge)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  edge, "classpath:routes/edge/" + routes + ".camel.yaml"));
    }
    edge.start();
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
    azure.close();
  }

  private ApplicationVaultRequest message(VaultRequestKind kind) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                messages.stream()
                    .filter(
                        message ->
                            ApplicationVaultRequest.SCHEMA.equals(
                                message.application().get("iothub-message-schema")))
                    .map(
                        message -> RegistryJson.read(message.body(), ApplicationVaultRequest.class))
                    .filter(request -> request.kind() == kind)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  @Test
  void aRequestLeavesAsAMessageAndIsAnsweredByADirectMethod() throws Exception {
    PullClient.Identity identity = PullClient.Identity.selfSigned("urn:test:hub");
    Files.write(
        folder.resolve("edge/gds/pki/trusted/certs/hub.der"), identity.certificate().getEncoded());
    TestAuthority authority = TestAuthority.root("Plant");
    try (PullClient client = PullClient.connect(url, identity)) {
      NodeId id = client.register();
      NodeId request = client.startSigning(id);

      ApplicationVaultRequest registration = message(VaultRequestKind.RegisterApplication);
      assertThat(registration.application().applicationUri()).isEqualTo(identity.uri());
      answer(
          ApplicationVaultAnswer.of(registration.requestId(), VaultRequestState.Completed), true);
      ApplicationVaultRequest signing = message(VaultRequestKind.StartSigningRequest);
      X509Certificate certificate =
          authority.issue("Filler", identity.uri(), identity.keys().getPublic());
      answer(
          ApplicationVaultAnswer.of(signing.requestId(), VaultRequestState.Completed)
              .with()
              .certificates(List.of(Base64.getEncoder().encodeToString(certificate.getEncoded())))
              .build(),
          true);

      assertThat(client.finish(id, request).getOutputArguments()[0].value())
          .isEqualTo(ByteString.of(certificate.getEncoded()));
      ApplicationVaultRequest accept = message(VaultRequestKind.AcceptRequest);
      assertThat(accept.startedRequestId()).isEqualTo(signing.requestId());
      answer(ApplicationVaultAnswer.of(accept.requestId(), VaultRequestState.Completed), true);

      NodeId refused = client.startSigning(id);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  messages.stream()
                          .filter(one -> new String(one.body(), UTF_8).contains("StartSigning"))
                          .count()
                      > 1);
      answer(
          new ApplicationVaultAnswer(
              refused.getIdentifier().toString(),
              VaultRequestState.Rejected,
              List.of(),
              null,
              "not this one",
              null),
          true);
      assertThat(client.finish(id, refused).getStatusCode().value())
          .isEqualTo(StatusCodes.Bad_RequestNotAllowed);
      VaultTrustUpdate trust =
          new VaultTrustUpdate(
              identity.uri(),
              new VaultTrustList(
                  List.of(Base64.getEncoder().encodeToString(authority.certificate().getEncoded())),
                  List.of(),
                  List.of(),
                  List.of()));
      assertThat(module.call(VaultTrustUpdate.METHOD, RegistryJson.text(trust)).status())
          .isEqualTo(200);
      assertThat(client.trusted(id)).hasSize(1);
    }
    answer(
        ApplicationVaultAnswer.of(
            "6ba7b810-9dad-11d1-80b4-00c04fd430c8", VaultRequestState.Completed),
        false);
    assertThat(module.call(ApplicationVaultAnswer.METHOD, "{\"requestId\":\"x\"}").status())
        .isEqualTo(400);
  }

  private void answer(ApplicationVaultAnswer answer, boolean known) throws Exception {
    MethodResult result = module.call(ApplicationVaultAnswer.METHOD, RegistryJson.text(answer));
    assertThat(result.status()).isEqualTo(200);
    assertThat(new String(result.body(), UTF_8)).isEqualTo("{\"known\":" + known + "}");
  }
}
