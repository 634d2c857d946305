package org.bactrian.bench.publish;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.bench.process.JavaCommand;

/**
 * Makes the clients of other makers, each with as many items as it can take.
 *
 * @param testbed of the run
 * @param items that the edge publishes
 * @param packages that they are installed from
 */
record PeerClients(PublishTestbed testbed, SimulatedItems items, PeerPackages packages) {

  /** Share of the items for clients that cannot take them all. */
  private static final int SHARE = 10;

  /** Sampling interval of camel-milo, which has no option for it. */
  private static final int CAMEL_MILO_SAMPLING = 1_000;

  /** Name of node-opcua in the table. */
  static final String NODE_OPCUA = "node-opcua, counting";

  /** Name of Node-RED in the table. */
  static final String NODE_RED = "Node-RED, whole way";

  /** The client of a maker. */
  MeasuredClient of(Peer peer) {
    return switch (peer) {
      case NODE_OPCUA -> new CounterClient(NODE_OPCUA, testbed, items, this::nodeOpcua);
      case CAMEL_MILO ->
          new CounterClient(
              "camel-milo, counting",
              testbed,
              share().sampledEvery(CAMEL_MILO_SAMPLING),
              arguments -> testbed.java().of(CamelMiloCounter.class.getName(), arguments));
      case PLC4X -> new CounterClient("PLC4X, counting", testbed, share(), this::plc4x);
      case NODE_RED -> new NodeRedClient(NODE_RED, testbed, share().ofFirstServer(), packages);
    };
  }

  private SimulatedItems share() {
    return items.withItems(Math.max(1, items.items() / SHARE));
  }

  private List<String> nodeOpcua(List<String> arguments) throws Exception {
    Path installed = packages.npm("node-opcua", "counter.js");
    List<String> command =
        new ArrayList<>(List.of("node", installed.resolve("counter.js").toString()));
    command.addAll(arguments);
    return command;
  }

  /** Libraries of its own, and of ours only what counts. */
  private List<String> plc4x(List<String> arguments) throws Exception {
    String source = "Plc4xCounter.java";
    Path installed = packages.maven("plc4x", source);
    JavaCommand java =
        new JavaCommand(testbed.java().options(), ownClasses())
            .before(installed.resolve("lib") + "/*");
    return java.of(installed.resolve(source).toString(), arguments);
  }

  private static String ownClasses() throws URISyntaxException {
    return Path.of(ValueTally.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }
}
