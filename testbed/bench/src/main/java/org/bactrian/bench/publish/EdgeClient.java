package org.bactrian.bench.publish;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The edge, from OPC UA to a message that the hub acknowledges, in a process of its own with a new
 * data folder.
 *
 * @param name in the table
 * @param testbed with the hub that it sends to
 * @param items that it publishes
 * @param groups number of WriterGroups that the items are spread over
 * @param options further options of the command {@code edge}
 */
record EdgeClient(
    String name, PublishTestbed testbed, SimulatedItems items, int groups, List<String> options)
    implements MeasuredClient {

  private static final String ENDPOINTS = "local-azure.json";

  EdgeClient {
    options = List.copyOf(options);
  }

  @Override
  public RunningClient start() throws Exception {
    Path data = Files.createTempDirectory(testbed.processes().folder(), "edge-");
    Files.copy(testbed.hubFolder().resolve(ENDPOINTS), data.resolve(ENDPOINTS));
    Path nodes = data.resolve("nodes.json");
    PublishedNodesWriter.write(nodes, items, groups);
    testbed.expect(items);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "edge",
                "--data=" + data,
                "--pf=" + nodes,
                "--mm=PubSub",
                "--me=Json",
                "--bi=" + items.publishing(),
                "--management-port=0",
                "--httpserverport=0"));
    arguments.addAll(options);
    return new RunningClient(testbed.startBactrian("The edge", arguments), testbed.hub());
  }
}
