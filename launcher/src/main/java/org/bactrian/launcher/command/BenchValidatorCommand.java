package org.bactrian.launcher.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.bactrian.bench.ValidatorBenchmark;
import org.bactrian.bench.ValidatorBenchmark.Request;
import org.bactrian.bench.process.TemporaryFolder;
import org.bactrian.cloud.security.LocalTokens;
import org.bactrian.cloud.security.Permission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code bactrian bench validator}. */
@Command(
    name = "validator",
    description = {
      "Sends requests to two HTTP servers of the registry in turn, one that validates requests and"
          + " one that does not. Their routes answer immediately. Everything runs in this process,"
          + " on free ports."
    })
final class BenchValidatorCommand implements Callable<Integer> {

  private static final List<Request> REQUESTS =
      List.of(
          new Request("GET", "/registry/v2/applications?pageSize=10", ""),
          new Request(
              "POST",
              "/registry/v2/applications/query",
              """
              {"applicationType":"Server","siteOrGatewayId":"hall","applicationUri":"urn:press"}\
              """));

  @Spec private CommandSpec spec;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of concurrent clients, ${DEFAULT-VALUE}.")
  private int clients;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "40",
      description = "Number of rounds per server, ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--millis",
      paramLabel = "N",
      defaultValue = "500",
      description = "Milliseconds of a round, ${DEFAULT-VALUE}.")
  private long millis;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "30",
      description = "Longest warm-up in seconds, for the JVM to compile, ${DEFAULT-VALUE}.")
  private long warmUp;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("bactrian-bench-");
    LocalTokens tokens = LocalTokens.in(folder);
    try (BenchmarkRegistryServer with = BenchmarkRegistryServer.open(tokens, true);
        BenchmarkRegistryServer without = BenchmarkRegistryServer.open(tokens, false)) {
      ValidatorBenchmark.run(
          new ValidatorBenchmark.Settings(
              with.url(),
              without.url(),
              tokens.issue("bench", Permission.ADMINISTER, Duration.ofHours(12)),
              REQUESTS,
              clients,
              pairs,
              Duration.ofSeconds(warmUp),
              Duration.ofMillis(millis)),
          spec.commandLine().getOut());
    } finally {
      TemporaryFolder.delete(folder);
    }
    return ExitCode.OK;
  }
}
