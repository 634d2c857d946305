package org.bactrian.bench.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bactrian.bench.process.ChildProcess;
import org.bactrian.bench.process.JavaCommand;
import org.bactrian.bench.process.ProcessGroup;

/**
 * Processes that all clients of a run have in common: the hub and the simulators.
 *
 * @param processes group that all processes of the run belong to
 * @param java command line of JVMs
 * @param bactrian name of the main class that takes the commands {@code edge} and {@code simulator}
 * @param hub process of the hub
 * @param hubFolder data folder of the hub
 * @param hubPort MQTT port of the hub
 * @param hubSignature password of the hub's devices; a secret
 */
record PublishTestbed(
    ProcessGroup processes,
    JavaCommand java,
    String bactrian,
    ChildProcess hub,
    Path hubFolder,
    int hubPort,
    String hubSignature) {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Pattern HUB_RUNS =
      Pattern.compile(Pattern.quote(TallyRequests.ANSWER) + "(\\d+) (.*)");
  private static final Pattern SERVER_RUNS = Pattern.compile("(opc\\.tcp://.*)");

  /** Starts the hub. */
  static PublishTestbed start(ProcessGroup processes, JavaCommand java, String bactrian)
      throws IOException, InterruptedException {
    Path folder = processes.folder().resolve("hub");
    ChildProcess hub =
        processes.start(
            "The local Azure", java.of(MeasuredHub.class.getName(), List.of(folder.toString())));
    Matcher runs = hub.await(HUB_RUNS, START);
    return new PublishTestbed(
        processes, java, bactrian, hub, folder, Integer.parseInt(runs.group(1)), runs.group(2));
  }

  /**
   * Starts simulators in one process.
   *
   * @param servers how many
   * @param nodes number of counters of each
   * @param rate milliseconds between two changes of all counters
   * @return their endpoint URLs
   */
  List<String> startSimulators(int servers, int nodes, int rate)
      throws IOException, InterruptedException {
    ChildProcess simulators =
        startBactrian(
            "The simulator",
            List.of(
                "simulator",
                "--port=0",
                "--servers=" + servers,
                "--nodes=" + nodes,
                "--rate=" + rate,
                "--data=" + Files.createTempDirectory(processes.folder(), "simulator-")));
    List<String> urls = new ArrayList<>();
    while (urls.size() < servers) {
      urls.add(simulators.await(SERVER_RUNS, START).group(1));
    }
    return urls;
  }

  /** Starts a command of Bactrian. */
  ChildProcess startBactrian(String name, List<String> arguments) throws IOException {
    return processes.start(name, java.of(bactrian, arguments));
  }

  /** Names the hub, not its signature. */
  @Override
  public String toString() {
    return "PublishTestbed[" + hubFolder + "]";
  }

  /** Lets the hub count from the beginning. */
  void expect(SimulatedItems items) throws IOException {
    hub.tell(MeasuredHub.EXPECT + items.items() + " " + items.step());
  }
}
