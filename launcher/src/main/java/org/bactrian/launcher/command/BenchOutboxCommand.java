package org.bactrian.launcher.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.bench.outbox.OutboxBenchmark;
import org.bactrian.bench.outbox.StoreCandidate;
import org.bactrian.bench.process.JavaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench outbox}. */
@Command(
    name = "outbox",
    description = {
      "Compares the store of the outbox with the journal of Artemis, the MVStore of H2 and RocksDB:"
          + " messages of 10 KB, made durable every 100 ms. Each runs in processes of its own and"
          + " in a folder that is removed afterwards. The first use downloads the others into the"
          + " data folder."
    })
final class BenchOutboxCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DataFolder data;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Seconds of each of two measurements, ${DEFAULT-VALUE}.")
  private long seconds;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Megabytes that go through a store, and that wait in it after an outage,"
              + " ${DEFAULT-VALUE}.")
  private long megabytes;

  @Option(
      names = "--kills",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often each is killed while it writes, ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--peers",
      paramLabel = "LIST",
      defaultValue = "all",
      description = "Whether to measure the others: all or none, ${DEFAULT-VALUE}.")
  private String peers;

  @Override
  public Integer call() throws Exception {
    OutboxBenchmark.run(
        new OutboxBenchmark.Settings(
            new StoreCandidate("segment log", SegmentLogStore.class.getName(), List.of()),
            !peers.equals("none"),
            Duration.ofSeconds(seconds),
            megabytes,
            kills,
            data.path().resolve("bench-peers").resolve("stores")),
        JavaCommand.likeThis(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmx1g")),
        spec.commandLine().getOut(),
        spec.commandLine().getErr());
    return ExitCode.OK;
  }
}
