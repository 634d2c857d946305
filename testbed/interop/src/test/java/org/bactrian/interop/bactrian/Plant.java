package org.bactrian.interop.bactrian;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.bactrian.interop.opcua.NodeOpcuaServer;

/** A server that we did not write, an edge beside it, and a cloud that an operator asks by REST. */
final class Plant implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final NodeOpcuaServer server;
  private final CloudAndEdge bactrian;
  private final CloudCalls calls;

  private Plant(Path data, String... edgeOptions) throws Exception {
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 10, Duration.ofSeconds(1));
    bactrian = CloudAndEdge.start(data, edgeOptions);
    calls = bactrian.calls();
  }

  /** Starts all of it; the edge knows no server yet. */
  static Plant start(Path data, String... edgeOptions) throws Exception {
    return new Plant(data, edgeOptions);
  }

  /** Has the server looked for, and waits until its endpoints are registered. */
  JsonNode discovered() throws IOException, InterruptedException {
    calls.scan(server.port());
    await().atMost(PATIENCE).until(() -> get("/registry/v2/endpoints").path("items").size() >= 3);
    return get("/registry/v2/endpoints").path("items");
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return calls.get(path);
  }

  JsonNode post(String path, String body) throws IOException, InterruptedException {
    return calls.post(path, body);
  }

  @Override
  public void close() throws IOException {
    bactrian.close();
    server.close();
  }
}
