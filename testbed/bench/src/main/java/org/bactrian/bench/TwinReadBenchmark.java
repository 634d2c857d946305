package org.bactrian.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.bactrian.bench.process.CpuTime;

/**
 * Benchmark of reading one value by REST through IoT Hub and the edge, against the same read by
 * Eclipse Milo alone. Both are measured in turns within one run, so that what else the machine does
 * meets both.
 */
public final class TwinReadBenchmark {

  private static final int ROUNDS = 3;

  /**
   * Settings of the benchmark.
   *
   * @param cloud whose REST API reads
   * @param endpointUrl of the server, without security
   * @param nodeId the variable to read
   * @param clients how many clients read at once, one row of the table for each entry
   * @param warmUp how long the JVM may compile at most before anything counts
   * @param time how long each way is measured in each round
   */
  public record Settings(
      Cloud cloud,
      String endpointUrl,
      String nodeId,
      List<Integer> clients,
      Duration warmUp,
      Duration time) {

    public Settings {
      clients = List.copyOf(clients);
    }
  }

  /**
   * A cloud.
   *
   * @param url where its REST API is
   * @param token bearer token that may activate endpoints; a secret
   */
  public record Cloud(URI url, String token) {

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Cloud[" + url + "]";
    }
  }

  private TwinReadBenchmark() {}

  /**
   * Registers and activates the server, measures, and prints the table.
   *
   * @throws Exception when something cannot be read
   */
  public static void run(Settings settings, PrintWriter out) throws Exception {
    String endpointId = ActiveEndpoint.of(settings.cloud(), settings.endpointUrl());
    try (MeasuredOperation milo =
            MiloReadOperation.connect(settings.endpointUrl(), settings.nodeId());
        MeasuredOperation rest = rest(settings, endpointId)) {
      WarmUp.with(List.of(rest, milo), settings.warmUp());
      CpuTime cpu = CpuTime.now();
      out.printf(
          Locale.ROOT,
          "%7s  %-5s %10s %9s %9s %9s%n",
          "clients",
          "way",
          "reads/s",
          "p50 ms",
          "p99 ms",
          "CPU ms");
      for (int clients : settings.clients()) {
        compare(milo, rest, clients, settings.time(), out);
      }
      out.printf(
          Locale.ROOT,
          "Compiling took another %.0f %% of the CPU time of the process.%n",
          cpu.compilingPercent());
      out.flush();
    }
  }

  private static MeasuredOperation rest(Settings settings, String endpointId) {
    String node = URLEncoder.encode(settings.nodeId(), StandardCharsets.UTF_8);
    URI url = settings.cloud().url().resolve("/twin/v2/read/" + endpointId + "?nodeId=" + node);
    return new HttpOperation(
        "REST",
        new HttpOperation.Request("GET", url, settings.cloud().token(), ""),
        answer -> !answer.contains("errorInfo"));
  }

  private static void compare(
      MeasuredOperation milo, MeasuredOperation rest, int clients, Duration time, PrintWriter out)
      throws Exception {
    // As many connections and threads as there are clients are made only now.
    ConcurrentClients.measure(rest, clients, Duration.ofSeconds(1));
    Measurement ofMilo = ConcurrentClients.measure(milo, clients, time);
    Measurement ofRest = ConcurrentClients.measure(rest, clients, time);
    for (int round = 1; round < ROUNDS; round++) {
      ofMilo = ofMilo.and(ConcurrentClients.measure(milo, clients, time));
      ofRest = ofRest.and(ConcurrentClients.measure(rest, clients, time));
    }
    row(clients, milo, ofMilo, out);
    row(clients, rest, ofRest, out);
    out.printf(
        Locale.ROOT,
        "%7d  more  %10s %9.2f %9.2f %9.2f%n",
        clients,
        "",
        ofRest.millis(0.5) - ofMilo.millis(0.5),
        ofRest.millis(0.99) - ofMilo.millis(0.99),
        ofRest.cpuMillis() - ofMilo.cpuMillis());
    out.printf(
        Locale.ROOT,
        "%7d  times %9.2fx %8.1fx %8.1fx %8.1fx%n",
        clients,
        ofRest.perSecond() / ofMilo.perSecond(),
        ofRest.millis(0.5) / ofMilo.millis(0.5),
        ofRest.millis(0.99) / ofMilo.millis(0.99),
        ofRest.cpuMillis() / ofMilo.cpuMillis());
    out.flush();
  }

  private static void row(
      int clients, MeasuredOperation way, Measurement measured, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%7d  %-5s %10.0f %9.2f %9.2f %9.2f%n",
        clients,
        way.name(),
        measured.perSecond(),
        measured.millis(0.5),
        measured.millis(0.99),
        measured.cpuMillis());
  }
}
