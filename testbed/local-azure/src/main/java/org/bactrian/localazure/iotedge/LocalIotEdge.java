package org.bactrian.localazure.iotedge;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.localazure.LocalAzure;
import org.bactrian.localazure.hub.LocalHub;
import org.bactrian.localazure.hub.identity.ClientId;

/**
 * IoT Edge runtime of one module on this machine: the environment variables of its container, and
 * the workload API behind them on a Unix socket. The module connects to the local hub where IoT
 * Edge has its edge hub.
 */
public final class LocalIotEdge implements AutoCloseable {

  /** The version of the workload API that IoT Edge tells its modules. */
  private static final String API_VERSION = "2020-07-07";

  private final LocalAzure azure;
  private final ClientId module;
  private final Path socket;
  private final WorkloadApi api;
  private final WorkloadServer server;

  private LocalIotEdge(LocalAzure azure, ClientId module, Path socket) {
    this.azure = azure;
    this.module = module;
    this.socket = socket;
    this.api = new WorkloadApi(azure, module);
    this.server = WorkloadServer.open(socket, api);
  }

  /**
   * Registers a module unless it is registered, and serves its workload API.
   *
   * @param socket the Unix socket, which must not exist yet; at most 100 bytes long
   * @throws IllegalStateException when it cannot listen there
   */
  public static LocalIotEdge start(LocalAzure azure, ClientId module, Path socket) {
    azure.hub().register(module);
    return new LocalIotEdge(azure, module, socket);
  }

  /** Environment variables that IoT Edge gives the module's container. */
  public Map<String, String> environment() {
    return Map.of(
        "IOTEDGE_WORKLOADURI",
        "unix://" + socket.toAbsolutePath(),
        "IOTEDGE_IOTHUBHOSTNAME",
        LocalHub.HOST_NAME,
        "IOTEDGE_GATEWAYHOSTNAME",
        "localhost:" + azure.hub().mqttPort() + "#",
        "IOTEDGE_DEVICEID",
        module.deviceId(),
        "IOTEDGE_MODULEID",
        module.moduleName(),
        "IOTEDGE_MODULEGENERATIONID",
        azure.hub().generationId(module),
        "IOTEDGE_AUTHSCHEME",
        "sasToken",
        "IOTEDGE_APIVERSION",
        API_VERSION);
  }

  /** Methods and paths of the requests that were answered, in order, such as {@code GET /x}. */
  public List<String> requests() {
    return api.requests();
  }

  /** Ends the workload API and removes its socket. */
  @Override
  public void close() {
    server.close();
  }
}
