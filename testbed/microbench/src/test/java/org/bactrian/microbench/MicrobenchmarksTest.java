package org.bactrian.microbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs all microbenchmarks: once each, or as the README says until their figures are of use. */
class MicrobenchmarksTest {

  private static final boolean THOROUGH =
      "thorough".equals(System.getProperty("bactrian.microbench"));

  @Test
  void eachBenchmarkRuns() throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder().include(".*Benchmark.*").shouldFailOnError(true);
    if (THOROUGH) {
      options
          .forks(2)
          // Else those of the tests: the first compiler alone.
          .jvmArgs("-XX:+UseSerialGC")
          .warmupIterations(5)
          .warmupTime(TimeValue.seconds(1))
          .measurementIterations(5)
          .measurementTime(TimeValue.seconds(1));
    } else {
      // Figures do not matter, so that another build may run its own meanwhile.
      System.setProperty("jmh.ignoreLock", "true");
      options.forks(0).mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
    }

    Collection<RunResult> results = new Runner(options.build()).run();

    assertThat(results)
        .extracting(
            result -> result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)", "$1"))
        .contains(
            "EncodingBenchmark.encode",
            "NotificationDecodingBenchmark.edge",
            "NotificationDecodingBenchmark.milo",
            "SegmentLogBenchmark.appendCommitAndRemove",
            "TimestampBenchmark.edge",
            "TimestampBenchmark.javaTime");
  }
}
