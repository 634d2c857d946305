package org.bactrian.iothub.module;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Workload API that the IoT Edge runtime offers its modules on a Unix socket: signatures with a key
 * that they never see, and the authorities to trust.
 */
final class WorkloadApi implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerSocketChannel server;
  private final byte[] key;
  private final Path caFile;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  WorkloadApi(Path socket, String base64Key, Path caFile) throws IOException {
    this.key = Base64.getDecoder().decode(base64Key);
    this.caFile = caFile;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread thread = new Thread(this::serve, "workload-api");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns the first lines of the requests so far. */
  List<String> requests() {
    return requests;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer(client);
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | GeneralSecurityException e) {
        requests.add(e.toString());
      }
    }
  }

  private void answer(SocketChannel client) throws IOException, GeneralSecurityException {
    String request = read(client);
    String first = request.lines().findFirst().orElse("");
    requests.add(first);
    ObjectNode body = JSON.createObjectNode();
    if (first.startsWith("POST /modules/")) {
      JsonNode sign = JSON.readTree(request.substring(request.indexOf("\r\n\r\n")));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] digest = mac.doFinal(Base64.getDecoder().decode(sign.get("data").asText()));
      body.put("digest", Base64.getEncoder().encodeToString(digest));
    } else {
      body.put("certificate", Files.readString(caFile));
    }
    byte[] json = JSON.writeValueAsBytes(body);
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length
            + "\r\n\r\n";
    client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
    client.write(ByteBuffer.wrap(json));
  }

  private static String read(SocketChannel client) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(4_096);
    while (!isWhole(bytes.toString(StandardCharsets.UTF_8)) && client.read(buffer) >= 0) {
      bytes.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isWhole(String request) {
    int head = request.indexOf("\r\n\r\n");
    int length =
        request
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElse(0);
    return head >= 0 && request.length() >= head + 4 + length;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
