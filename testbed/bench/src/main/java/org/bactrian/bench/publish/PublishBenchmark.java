package org.bactrian.bench.publish;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.bench.process.JavaCommand;
import org.bactrian.bench.process.ProcessGroup;

/**
 * Benchmark of the whole way of publishing: a simulated OPC UA server, the edge, and an IoT Hub
 * that acknowledges its messages over MQTT with TLS. Beside it, on the same server in the same run,
 * clients that only count, and clients of other makers. Each is a process of its own, so that its
 * CPU time and memory are its own; one is measured after the other.
 */
public final class PublishBenchmark {

  /** Numbers of items between which the CPU time of a value is compared, and the base of it. */
  static final List<Integer> GROWTH = List.of(100, 2_000, 20_000);

  private final Settings settings;
  private final PublishTestbed testbed;
  private final ClientMeasurement measurement;
  private final SimulatedItems items;
  private final PublishResults results = new PublishResults();

  /**
   * Settings of a run.
   *
   * @param items number of counters that are published
   * @param rate milliseconds between two changes of each
   * @param publishing milliseconds between two notifications of a server
   * @param servers number of OPC UA servers that the items are spread over
   * @param groups number of WriterGroups that the items are spread over
   * @param outboxes values of the edge's option {@code --outbox} to measure, none for its default
   * @param peers clients of other makers to measure
   * @param growth whether the edge is measured with {@link #GROWTH} items, too
   * @param warmUp time between the first value of the last item and each measurement
   * @param turns how often the edge and the floor are measured, one after the other, so that what
   *     else the machine does meets both
   * @param time of each measurement
   * @param packages folder that keeps the packages of the peers
   */
  @RecordBuilder
  public record Settings(
      int items,
      int rate,
      int publishing,
      int servers,
      int groups,
      List<String> outboxes,
      List<Peer> peers,
      boolean growth,
      Duration warmUp,
      int turns,
      Duration time,
      Path packages) {

    public Settings {
      outboxes = List.copyOf(outboxes);
      peers = List.copyOf(peers);
    }

    private int mostItems() {
      return growth ? Math.max(items, GROWTH.get(GROWTH.size() - 1)) : items;
    }
  }

  private PublishBenchmark(Settings settings, PublishTestbed testbed, PrintWriter progress)
      throws Exception {
    this.settings = settings;
    this.testbed = testbed;
    this.measurement =
        new ClientMeasurement(testbed.processes(), settings.warmUp(), settings.time(), progress);
    int nodes = (settings.mostItems() + settings.servers() - 1) / settings.servers();
    List<String> urls = testbed.startSimulators(settings.servers(), nodes, settings.rate());
    this.items =
        new SimulatedItems(urls, settings.items(), settings.rate(), 1, settings.publishing());
  }

  /**
   * Measures and prints the tables.
   *
   * @param java command line of the JVMs that it starts
   * @param bactrian name of the main class that takes the commands {@code edge} and {@code
   *     simulator}
   * @param out takes the tables
   * @param progress takes a line for each step
   * @throws Exception when a process does not start or does not answer
   */
  public static void run(
      Settings settings, JavaCommand java, String bactrian, PrintWriter out, PrintWriter progress)
      throws Exception {
    try (ProcessGroup processes = ProcessGroup.open()) {
      PublishTestbed testbed = PublishTestbed.start(processes, java, bactrian);
      PublishBenchmark benchmark = new PublishBenchmark(settings, testbed, progress);
      benchmark.measure();
      PublishTable.print(benchmark.results, out);
    }
  }

  private void measure() throws Exception {
    List<MeasuredClient> inTurns = new ArrayList<>();
    inTurns.add(floor());
    inTurns.addAll(edges());
    for (int turn = 0; turn < settings.turns(); turn++) {
      for (MeasuredClient client : inTurns) {
        results.add(client.name(), measurement.of(client));
      }
    }
    PeerPackages packages =
        new PeerPackages(settings.packages(), testbed.processes(), measurement.progress());
    for (Peer peer : settings.peers()) {
      measurePeer(new PeerClients(testbed, items, packages).of(peer));
    }
    if (settings.growth()) {
      for (int count : GROWTH) {
        results.addGrowth(measurement.of(edge("edge", items.withItems(count), List.of())));
      }
    }
  }

  /** Measures a client of another maker; when it fails, the others are measured all the same. */
  private void measurePeer(MeasuredClient client) throws IOException, InterruptedException {
    try {
      ClientFigures figures = measurement.of(client);
      if (figures.window().values() == 0) {
        results.addUnavailable(client.name(), "no value has arrived");
      } else {
        results.add(client.name(), figures);
      }
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      results.addUnavailable(
          client.name(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private MeasuredClient floor() {
    return new CounterClient(
        PublishResults.FLOOR,
        testbed,
        items,
        arguments -> testbed.java().of(MiloCounter.class.getName(), arguments));
  }

  private List<MeasuredClient> edges() {
    if (settings.outboxes().isEmpty()) {
      return List.of(edge(PublishResults.EDGE, items, List.of()));
    }
    return settings.outboxes().stream()
        .map(
            outbox ->
                edge(
                    PublishResults.EDGE + ", outbox " + outbox,
                    items,
                    List.of("--outbox=" + outbox)))
        .toList();
  }

  private MeasuredClient edge(String name, SimulatedItems published, List<String> options) {
    return new EdgeClient(name, testbed, published, settings.groups(), options);
  }
}
