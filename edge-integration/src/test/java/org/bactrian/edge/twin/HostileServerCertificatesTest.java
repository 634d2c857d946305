package org.bactrian.edge.twin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.bactrian.model.method.MethodResult;
import org.bactrian.patience.TestAuthority;
import org.bactrian.simulator.server.PlantServer;
import org.bactrian.simulator.settings.SimulatorSettings;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DiagnosticInfo;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Management of certificates of a server whose methods answer what OPC UA does not know. */
class HostileServerCertificatesTest {

  private static final NodeId READ =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup_TrustList_Read;
  private static final NodeId OPEN_WITH_MASKS =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup_TrustList_OpenWithMasks;
  private static final NodeId CLOSE =
      NodeIds.ServerConfiguration_CertificateGroups_DefaultApplicationGroup_TrustList_Close;
  private static final NodeId CLOSE_AND_UPDATE =
      NodeIds
          .ServerConfiguration_CertificateGroups_DefaultApplicationGroup_TrustList_CloseAndUpdate;

  @TempDir static Path folder;
  private static PlantServer server;
  private static TwinEdge edge;

  private final Map<NodeId, MethodInvocationHandler> replaced = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    server = new PlantServer(SimulatorSettings.in(folder.resolve("plant")), freePort());
    server.listen();
    edge = TwinEdge.start(folder.resolve("edge"), server.endpointUrl());
  }

  @AfterAll
  static void stop() throws Exception {
    edge.close();
    server.close();
  }

  @AfterEach
  void restore() {
    replaced.forEach((method, handler) -> node(method).setInvocationHandler(handler));
  }

  @Test
  void aFileWithoutEndIsGivenUp() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    answers(
        READ,
        () -> {
          reads.incrementAndGet();
          return new Variant(ByteString.of(new byte[1]));
        });

    assertThat(refusal("UpdateServerTrustList", request()))
        .contains("the file of the trust list has no end after 2048 reads");
    assertThat(reads).hasValue(2048);
  }

  @Test
  void aHugeFileIsGivenUp() throws Exception {
    ByteString part = ByteString.of(new byte[32 * 1024]);
    answers(READ, () -> new Variant(part));

    assertThat(refusal("UpdateServerTrustList", request()))
        .contains("the file of the trust list is larger than 16777216 bytes");
  }

  @Test
  void moreThanWasAskedForIsGivenUp() throws Exception {
    answers(READ, () -> new Variant(ByteString.of(new byte[32 * 1024 + 1])));

    assertThat(refusal("UpdateServerTrustList", request())).contains("is larger than");
  }

  @Test
  void aFileThatIsNoTrustListIsNamed() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    answers(READ, () -> new Variant(ByteString.of(new byte[reads.getAndIncrement() == 0 ? 5 : 0])));

    assertThat(refusal("UpdateServerTrustList", request()))
        .contains("has 5 bytes that are no trust list");
  }

  @Test
  void aHandleOfAnotherTypeIsNamed() throws Exception {
    answers(OPEN_WITH_MASKS, () -> new Variant("one"));

    assertThat(refusal("UpdateServerTrustList", request()))
        .contains("OpenWithMasks answered String where OPC UA has UInteger")
        .contains("ask the maker of the server");
  }

  @Test
  void aSigningRequestThatIsNoneIsNamed() throws Exception {
    answers(
        NodeIds.ServerConfiguration_CreateSigningRequest,
        () -> new Variant(ByteString.of(new byte[100])));

    assertThat(refusal("CreateServerSigningRequest", request()))
        .contains("answered 100 bytes that are no signed PKCS #10 request");
  }

  @Test
  void tooManyRejectedCertificatesAreNotTaken() throws Exception {
    ByteString[] many = new ByteString[1_001];
    Arrays.fill(many, ByteString.of(new byte[] {1}));
    answers(NodeIds.ServerConfiguration_GetRejectedList, () -> new Variant(many));

    assertThat(refusal("GetServerRejectedList", request()))
        .contains("answered 1001 certificates, of which at most 1000 are taken");
  }

  @Test
  void aTrustListThatIsAcknowledgedAndNotTakenIsToldOf() throws Exception {
    ignoreWholeLists();
    ObjectNode request = request();
    request.putArray("issuerCertificates").add(anAuthority());

    assertThat(refusal("UpdateServerTrustList", request))
        .contains("takes single trusted certificates only");
  }

  @Test
  void aServerThatIgnoresWholeListsIsGivenSingleCertificates() throws Exception {
    ignoreWholeLists();
    ObjectNode request = request();
    request.putArray("trustedCertificates").add(anAuthority());

    assertThat(call("UpdateServerTrustList", request).status()).isEqualTo(200);
    assertThat(trustedByServer()).as("the authority, and the edge itself").isEqualTo(2);

    assertThat(call("UpdateServerTrustList", request()).status()).isEqualTo(200);
    assertThat(trustedByServer()).as("the edge itself").isEqualTo(1);
  }

  private void ignoreWholeLists() {
    MethodInvocationHandler close = node(CLOSE).getInvocationHandler();
    replace(
        CLOSE_AND_UPDATE,
        (context, call) -> {
          close.invoke(
              context, new CallMethodRequest(call.getObjectId(), CLOSE, call.getInputArguments()));
          return result(StatusCode.GOOD, new Variant(false));
        });
  }

  private static byte[] anAuthority() throws Exception {
    return TestAuthority.root("Some authority").certificate().getEncoded();
  }

  private static int trustedByServer() {
    return server
        .server()
        .getConfig()
        .getCertificateManager()
        .getDefaultApplicationGroup()
        .orElseThrow()
        .getTrustListManager()
        .getTrustedCertificates()
        .size();
  }

  @Test
  void aServerThatCannotApplyKeepsItsCertificateAndTheAnswerSaysSo() throws Exception {
    answers(
        NodeIds.ServerConfiguration_ApplyChanges,
        new StatusCode(StatusCodes.Bad_InternalError),
        () -> Variant.NULL_VALUE);
    byte[] before = server.certificate().getEncoded();
    TestAuthority.Issued issued =
        TestAuthority.root("Authority").issue("Server", SimulatorSettings.DEFAULT_APPLICATION_URI);
    ObjectNode request = request().put("privateKey", issued.key().getEncoded());
    request
        .putArray("certificates")
        .add(Base64.getEncoder().encodeToString(issued.certificate().getEncoded()));

    assertThat(refusal("UpdateServerCertificate", request))
        .contains("ApplyChanges answered BadInternalError")
        .contains("The server keeps its former certificate");

    assertThat(server.certificate().getEncoded()).isEqualTo(before);
    try (var trusted = Files.list(folder.resolve("edge/pki/trusted/certs"))) {
      assertThat(trusted).isEmpty();
    }
  }

  private void answers(NodeId method, Supplier<Variant> output) {
    answers(method, StatusCode.GOOD, output);
  }

  private void answers(NodeId method, StatusCode status, Supplier<Variant> output) {
    replace(method, (context, call) -> result(status, output.get()));
  }

  private void replace(NodeId method, MethodInvocationHandler handler) {
    replaced.put(method, node(method).getInvocationHandler());
    node(method).setInvocationHandler(handler);
  }

  private static CallMethodResult result(StatusCode status, Variant output) {
    return new CallMethodResult(
        status, new StatusCode[0], new DiagnosticInfo[0], new Variant[] {output});
  }

  private static UaMethodNode node(NodeId method) {
    return (UaMethodNode)
        server.server().getAddressSpaceManager().getManagedNode(method).orElseThrow();
  }

  private static ObjectNode request() {
    return TwinEdge.JSON.createObjectNode();
  }

  private static String refusal(String method, ObjectNode request) throws IOException {
    MethodResult result = call(method, request);
    String body = new String(result.body(), UTF_8);
    assertThat(result.status()).as(body).isGreaterThanOrEqualTo(400);
    return body;
  }

  private static MethodResult call(String method, ObjectNode request) throws IOException {
    return edge.inParts(
        method + "_V2",
        """
        {"connection": {"endpoint": {"url": "%s"}, "user": {"type": "UserName",
          "value": {"user": "operator", "password": "operator"}}},
         "request": %s}
        """
            .formatted(server.endpointUrl(), request));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
