package org.bactrian.localazure.iotedge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;
import org.bactrian.localazure.hub.identity.ClientId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workload API as clients other than the SDK may call it. */
class LocalIotEdgeTest {

  private static final ClientId MODULE = ClientId.module("gateway", "publisher");
  private static final String SIGN_BODY =
      "{\"keyId\":\"primary\",\"algo\":\"HMACSHA256\",\"data\":\"eA==\"}";

  @TempDir private static Path folder;
  private static LocalAzure azure;
  private static LocalIotEdge iotEdge;
  private static Path socket;

  @BeforeAll
  static void start() {
    azure = LocalAzure.start(LocalAzureSettings.in(folder.resolve("azure")).withFreePorts());
    socket = folder.resolve("w.sock");
    iotEdge = LocalIotEdge.start(azure, MODULE, socket);
  }

  @AfterAll
  static void stop() {
    iotEdge.close();
    azure.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void theModuleItselfGetsSignatures() throws Exception {
    assertThat(sign("publisher", generation(), SIGN_BODY))
        .startsWith("HTTP/1.1 200 ")
        .contains("digest");
  }

  @Test
  void anotherModuleOrGenerationIsRefused() throws Exception {
    assertThat(sign("camera", generation(), SIGN_BODY))
        .startsWith("HTTP/1.1 404 ")
        .contains("camera");
    assertThat(sign("publisher", "0", SIGN_BODY)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void bodiesThatCannotBeSignedAreRefused() throws Exception {
    assertThat(sign("publisher", generation(), "{")).startsWith("HTTP/1.1 400 ");
    assertThat(sign("publisher", generation(), SIGN_BODY.replace("256", "1")))
        .startsWith("HTTP/1.1 400 ");
    assertThat(sign("publisher", generation(), "x".repeat(100_000))).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void theTrustBundleIsTheAuthorityOfTheHub() throws Exception {
    String answer = request("GET", "/trust-bundle?api-version=2020-07-07", "");

    assertThat(answer.replace("\\n", "\n")).contains(Files.readString(azure.caFile()).strip());
    assertThat(request("GET", "/trust-bundle", "")).contains("api-version is missing");
    assertThat(request("GET", "/modules?api-version=1", "")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aSocketWhosePathTheKernelWouldCutIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> LocalIotEdge.start(azure, MODULE, folder.resolve("x".repeat(100))))
        .withMessageContaining("at most 100 bytes");
  }

  private static String generation() {
    return azure.hub().generationId(MODULE);
  }

  private static String sign(String module, String generation, String body) throws IOException {
    return request(
        "POST",
        "/modules/%s/genid/%s/sign?api-version=2020-07-07".formatted(module, generation),
        body);
  }

  private static String request(String method, String target, String body) throws IOException {
    try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      String request =
          "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, target, body.length(), body);
      client.write(ByteBuffer.wrap(request.getBytes(US_ASCII)));
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(4_096);
      while (client.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
      }
      return answer.toString(US_ASCII);
    }
  }
}
