package org.bactrian.interop.bactrian;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bactrian.interop.opcua.NodeOpcuaServer;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.LocalAzureSettings;

/** A server that we did not write, an edge beside it, and a cloud that an operator asks by REST. */
final class Plant implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern REST = Pattern.compile(".*REST: (http://localhost:\\d+).*");
  private static final Pattern CONNECTED = Pattern.compile(".*(Connected to IoT Hub).*");

  private final NodeOpcuaServer server;
  private final LocalAzure azure;
  private final BactrianProcess cloud;
  private final BactrianProcess edge;
  private final CloudCalls calls;

  private Plant(Path data, String... edgeOptions) throws Exception {
    Path nothing = Files.writeString(data.resolve("nothing.json"), "[]");
    server = NodeOpcuaServer.start(data.resolve("server"), 0, 10, Duration.ofSeconds(1));
    azure = LocalAzure.start(LocalAzureSettings.in(data).withFreePorts());
    cloud = BactrianProcess.start("cloud", "--data=" + data, "--port=0", "--management-port=0");
    List<String> usual =
        List.of(
            "edge",
            "--pf=" + nothing,
            "--data=" + data,
            "--management-port=0",
            "--httpserverport=0");
    edge =
        BactrianProcess.start(
            Stream.concat(usual.stream(), Stream.of(edgeOptions)).toArray(String[]::new));
    calls = new CloudCalls(cloud.await(REST), data);
    edge.await(CONNECTED);
    await().atMost(PATIENCE).until(() -> !get("/registry/v2/discovery").path("items").isEmpty());
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
    edge.close();
    cloud.close();
    azure.close();
    server.close();
  }
}
