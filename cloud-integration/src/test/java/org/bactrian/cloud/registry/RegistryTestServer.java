package org.bactrian.cloud.registry;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.cloud.CloudTestServer;
import org.bactrian.cloud.TestCloud;

/** The REST API of the registry on a free port, over a local hub. */
final class RegistryTestServer implements AutoCloseable {

  private final CloudTestServer server;

  final TestCloud cloud;

  RegistryTestServer(Path folder) throws Exception {
    server = new CloudTestServer(TestCloud.empty(), folder, Map.of(), List.of("registry"));
    cloud = server.cloud;
  }

  /** Sends a request of somebody who may do everything; without a body when that is empty. */
  HttpResponse<String> send(String method, String path, String json) throws Exception {
    return server.send(method, "/registry/v2" + path, json);
  }

  @Override
  public void close() {
    server.close();
  }
}
