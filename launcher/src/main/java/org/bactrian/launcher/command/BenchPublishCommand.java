package org.bactrian.launcher.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.bench.process.JavaCommand;
import org.bactrian.bench.publish.Peer;
import org.bactrian.bench.publish.PublishBenchmark;
import org.bactrian.edge.options.EdgeOptionHelp;
import org.bactrian.launcher.log.ConsoleLogProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench publish}. */
@Command(
    name = "publish",
    description = {
      "Publishes counters of a simulated OPC UA server to the IoT Hub of a local Azure, and"
          + " subscribes to the same counters with other clients. Each client, the simulator and"
          + " the local Azure run in a process of their own, on free ports and in a folder that"
          + " is removed afterwards."
    })
final class BenchPublishCommand implements Callable<Integer> {

  /** Main class of the processes that run a command. */
  private static final String MAIN = "org.bactrian.launcher.Bactrian";

  /** System property with the options that the script gives to the JVM of a role, a line each. */
  private static final String ROLE_OPTIONS = "bactrian.role.options";

  private static final String OUTBOX = "--outbox";

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Number of counters, ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--rate",
      paramLabel = "MS",
      defaultValue = "100",
      description = "Milliseconds between two changes of a counter, ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--publishing",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Publishing interval of all clients in milliseconds, ${DEFAULT-VALUE}.")
  private int publishing;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Seconds of each measurement, ${DEFAULT-VALUE}.")
  private long seconds;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How often the edge and the client that only counts are measured in turn,"
              + " ${DEFAULT-VALUE}.")
  private int turns;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Seconds between the first value of each counter and a measurement, ${DEFAULT-VALUE}.")
  private long warmUp;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of OPC UA servers that the counters are spread over, ${DEFAULT-VALUE}.")
  private int servers;

  @Option(
      names = "--groups",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of WriterGroups that the counters are spread over, ${DEFAULT-VALUE}.")
  private int groups;

  @Option(
      names = OUTBOX,
      paramLabel = "KIND",
      split = ",",
      description = "Outboxes of the edge to measure: off, memory or disk, with commas.")
  private List<String> outboxes = List.of();

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      defaultValue = "all",
      description =
          "Clients of other makers to measure: all, none, or with commas node-opcua, camel-milo,"
              + " plc4x, node-red. Their first use downloads them into the data folder;"
              + " ${DEFAULT-VALUE}.")
  private String peers;

  @Option(
      names = "--growth",
      description = "Measures the edge with 100, 2,000 and 20,000 counters, too.")
  private boolean growth;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    PublishBenchmark.run(settings(), java(), MAIN, out(), err);
    return ExitCode.OK;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PublishBenchmark.Settings settings() {
    try {
      return new PublishBenchmark.Settings(
          items,
          rate,
          publishing,
          servers,
          groups,
          knownOutboxes(),
          Peer.parse(peers),
          growth,
          Duration.ofSeconds(warmUp),
          turns,
          Duration.ofSeconds(seconds),
          data.path().resolve("bench-peers"));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> knownOutboxes() {
    if (!outboxes.isEmpty()
        && EdgeOptionHelp.lines().stream().noneMatch(line -> line.contains(OUTBOX))) {
      throw new ParameterException(spec.commandLine(), "The edge has no option " + OUTBOX);
    }
    return outboxes;
  }

  private static JavaCommand java() {
    List<String> options = new ArrayList<>(System.getProperty(ROLE_OPTIONS, "").lines().toList());
    // Programs that the commands are not part of log as the commands do.
    options.add("-Dslf4j.provider=" + ConsoleLogProvider.class.getName());
    options.add("-Dslf4j.internal.verbosity=WARN");
    return JavaCommand.likeThis(options);
  }
}
