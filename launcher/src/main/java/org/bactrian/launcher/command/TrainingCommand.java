package org.bactrian.launcher.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bactrian.bench.process.TemporaryFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Command {@code bactrian training}: runs a demo twice and short commands once, on free ports and
 * in a folder of their own. The {@code bactrian} script runs it in a JVM that archives the classes
 * which it loads, so that later starts need not read them from their jars again.
 */
@Command(
    name = "training",
    hidden = true,
    description =
        "Runs the code of other commands so that the JVM can archive its classes. The bactrian"
            + " script does this by itself.")
final class TrainingCommand implements Callable<Integer> {

  /** Time until telemetry flows, on a machine that has other things to do. */
  private static final long LONGEST_MINUTES = 10;

  /** Time in which telemetry flows and twins are reported. */
  private static final long FLOW_SECONDS = 3;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("bactrian-training");
    try {
      return train("--data=" + data);
    } finally {
      TemporaryFolder.delete(data);
    }
  }

  private static int train(String data) throws InterruptedException {
    CountDownLatch telemetry = new CountDownLatch(1);
    List<String> demo = new ArrayList<>(List.of("demo", data));
    demoPorts().forEach(option -> demo.add(option + "=0"));
    Thread thread =
        new Thread(
            () -> {
              run(new PrintWriter(new FirstOutput(telemetry)), demo.toArray(String[]::new));
              telemetry.countDown();
            },
            "demo");
    thread.start();
    boolean flows = telemetry.await(LONGEST_MINUTES, TimeUnit.MINUTES) && thread.isAlive();
    if (flows) {
      PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
      run(nowhere, "token", data);
      run(nowhere, "hub", "devices", data);
      run(nowhere, "hub", "invoke", "plant-edge/bactrian", "GetStatus", "{}", data);
      thread.join(TimeUnit.SECONDS.toMillis(FLOW_SECONDS));
    }
    thread.interrupt();
    thread.join();
    if (flows) {
      // Once more, since what reads files that are there is not what makes them.
      demo.add("--seconds=1");
      run(new PrintWriter(Writer.nullWriter()), demo.toArray(String[]::new));
    }
    return flows ? ExitCode.OK : ExitCode.FAILED;
  }

  /** Options of the ports, none of which another demo may have. */
  private static List<String> demoPorts() {
    return BactrianCommand.commandLine("demo").getSubcommands().values().stream()
        .flatMap(demo -> demo.getCommandSpec().options().stream())
        .map(OptionSpec::longestName)
        .filter(name -> name.endsWith("port"))
        .toList();
  }

  private static void run(PrintWriter out, String... arguments) {
    BactrianCommand.commandLine(arguments)
        .setOut(out)
        .setErr(new PrintWriter(Writer.nullWriter()))
        .execute(arguments);
  }

  /** A writer that keeps nothing and tells when the first is written. */
  private static final class FirstOutput extends Writer {

    private final CountDownLatch written;

    FirstOutput(CountDownLatch written) {
      this.written = written;
    }

    @Override
    public void write(char[] text, int from, int length) {
      written.countDown();
    }

    @Override
    public void flush() {
      // Nothing is kept.
    }

    @Override
    public void close() {
      // Nothing is kept.
    }
  }
}
