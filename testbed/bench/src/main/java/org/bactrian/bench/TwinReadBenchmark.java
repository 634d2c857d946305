package org.bactrian.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to read one value by REST through IoT Hub and the edge, against the same read
 * by Eclipse Milo alone. Both are measured in turns within one run, so that what else the machine
 * does meets both.
 */
public final class TwinReadBenchmark {

  private static final int ROUNDS = 3;

  /**
   * What is measured, and how.
   *
   * @param cloud whose REST API reads
   * @param endpointUrl of the server, without security
   * @param nodeId the variable to read
   * @param clients how many clients read at once, one row of the table for each entry
   * @param time how long each way is measured in each round
   */
  public record Settings(
      Cloud cloud, String endpointUrl, String nodeId, List<Integer> clients, Duration time) {

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
    try (Reading raw = RawReading.connect(settings.endpointUrl(), settings.nodeId());
        Reading rest = new RestReading(settings.cloud(), endpointId, settings.nodeId())) {
      out.printf(
          Locale.ROOT, "%7s  %-5s %10s %9s %9s%n", "clients", "way", "reads/s", "p50 ms", "p99 ms");
      for (int clients : settings.clients()) {
        compare(raw, rest, clients, settings.time(), out);
      }
    }
  }

  private static void compare(
      Reading raw, Reading rest, int clients, Duration time, PrintWriter out) throws Exception {
    Clients.read(raw, clients, time);
    Clients.read(rest, clients, time);
    Latencies ofRaw = Clients.read(raw, clients, time);
    Latencies ofRest = Clients.read(rest, clients, time);
    for (int round = 1; round < ROUNDS; round++) {
      ofRaw = ofRaw.and(Clients.read(raw, clients, time));
      ofRest = ofRest.and(Clients.read(rest, clients, time));
    }
    row(clients, raw, ofRaw, out);
    row(clients, rest, ofRest, out);
    out.printf(
        Locale.ROOT,
        "%7d  more  %10s %9.2f %9.2f%n",
        clients,
        "",
        ofRest.millis(0.5) - ofRaw.millis(0.5),
        ofRest.millis(0.99) - ofRaw.millis(0.99));
    out.printf(
        Locale.ROOT,
        "%7d  times %9.2fx %8.1fx %8.1fx%n",
        clients,
        ofRest.perSecond() / ofRaw.perSecond(),
        ofRest.millis(0.5) / ofRaw.millis(0.5),
        ofRest.millis(0.99) / ofRaw.millis(0.99));
    out.flush();
  }

  private static void row(int clients, Reading reading, Latencies latencies, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%7d  %-5s %10.0f %9.2f %9.2f%n",
        clients,
        reading.name(),
        latencies.perSecond(),
        latencies.millis(0.5),
        latencies.millis(0.99));
  }
}
