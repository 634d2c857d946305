package org.bactrian.bench.publish;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bactrian.bench.process.ChildProcess;

/**
 * Node-RED, with its nodes for OPC UA and for MQTT, from OPC UA to a message that the hub
 * acknowledges, one for each value.
 *
 * @param name in the table
 * @param testbed with the hub that it sends to
 * @param items that it publishes, of one server
 * @param packages that it is installed from
 */
record NodeRedClient(
    String name, PublishTestbed testbed, SimulatedItems items, PeerPackages packages)
    implements MeasuredClient {

  private static final String PACKAGE = "node-red";
  private static final String FLOWS = "flows.json";
  private static final String CREDENTIALS = "flows_cred.json";
  private static final String SETTINGS = "settings.js";
  private static final String AUTHORITY = "local-azure-pki/ca.pem";
  private static final String USER = "hub.localhost/%s/?api-version=2021-04-12";

  @Override
  public RunningClient start() throws Exception {
    Path installed = packages.npm(PACKAGE, FLOWS, CREDENTIALS, SETTINGS);
    Path folder = Files.createTempDirectory(testbed.processes().folder(), "node-red-");
    Files.copy(installed.resolve(SETTINGS), folder.resolve(SETTINGS));
    Files.copy(installed.resolve(CREDENTIALS), folder.resolve(CREDENTIALS));
    Files.writeString(folder.resolve(FLOWS), flows(installed.resolve(FLOWS)));
    testbed.expect(items);
    ChildProcess process =
        testbed
            .processes()
            .start(
                name,
                List.of(
                    "node",
                    installed.resolve("node_modules/node-red/red.js").toString(),
                    "--userDir",
                    folder.toString()),
                environment(),
                folder);
    return new RunningClient(process, testbed.hub());
  }

  /** The flows take what differs from run to run out of the environment, where they can. */
  private Map<String, String> environment() {
    return Map.of(
        "BENCH_SERVER", items.servers().get(0),
        "BENCH_ITEMS", Integer.toString(items.items()),
        "BENCH_QUEUE", Integer.toString(items.queueSize()),
        "BENCH_MQTT_PORT", Integer.toString(testbed.hubPort()),
        "BENCH_MQTT_USER", USER.formatted(MeasuredHub.PEER_DEVICE),
        "BENCH_MQTT_PASSWORD", testbed.hubSignature(),
        "BENCH_AUTHORITY", testbed.hubFolder().resolve(AUTHORITY).toString());
  }

  private String flows(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8)
        .replace("\"SAMPLING\"", Integer.toString(items.sampling()));
  }
}
