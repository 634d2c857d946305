package org.bactrian.bench;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Benchmark of validating requests against their contract. The same request goes to two servers in
 * turns, one that validates and one that does not, and each turn with is compared with the turn
 * without beside it, so that what else the machine does meets both.
 */
public final class ValidatorBenchmark {

  private static final String LINE = "%-44s %-8s %10.0f %9.1f%n";
  private static final String RATIO = "%-44s %-8s %9.3fx %8.3fx%n";

  /**
   * Settings of the benchmark.
   *
   * @param with the server that validates
   * @param without the server that does not
   * @param token bearer token that both take; a secret
   * @param requests what is asked, one after the other
   * @param clients how many ask at once
   * @param pairs how many turns each server has
   * @param warmUp how long the JVM may compile at most before a request counts
   * @param time how long a turn takes
   */
  public record Settings(
      URI with,
      URI without,
      String token,
      List<Request> requests,
      int clients,
      int pairs,
      Duration warmUp,
      Duration time) {

    public Settings {
      requests = List.copyOf(requests);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
      return "Settings[" + with + ", " + without + "]";
    }
  }

  /**
   * A request that both servers answer with 200.
   *
   * @param method GET or POST
   * @param path path and query
   * @param body JSON; empty for none
   */
  public record Request(String method, String path, String body) {

    @Override
    public String toString() {
      return method + " " + path;
    }

    private MeasuredOperation to(String name, URI server, String token) {
      return new HttpOperation(
          name,
          new HttpOperation.Request(method, server.resolve(path), token, body),
          answer -> true);
    }
  }

  private ValidatorBenchmark() {}

  /**
   * Measures, and prints the table.
   *
   * @throws Exception when a request is not answered
   */
  public static void run(Settings settings, PrintWriter out) throws Exception {
    out.printf(Locale.ROOT, "%-44s %-8s %10s %9s%n", "request", "way", "requests/s", "CPU us");
    for (Request request : settings.requests()) {
      try (MeasuredOperation with = request.to("with", settings.with(), settings.token());
          MeasuredOperation without = request.to("without", settings.without(), settings.token())) {
        WarmUp.with(List.of(with, without), settings.warmUp());
        compare(request, with, without, settings, out);
      }
    }
  }

  private static void compare(
      Request request,
      MeasuredOperation with,
      MeasuredOperation without,
      Settings settings,
      PrintWriter out)
      throws Exception {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < settings.pairs(); i++) {
      // Whoever goes first has the warmer caches, so they take turns in that, too.
      if (i % 2 == 0) {
        Measurement first = ConcurrentClients.measure(with, settings.clients(), settings.time());
        pairs.add(
            new Pair(
                first, ConcurrentClients.measure(without, settings.clients(), settings.time())));
      } else {
        Measurement first = ConcurrentClients.measure(without, settings.clients(), settings.time());
        pairs.add(
            new Pair(ConcurrentClients.measure(with, settings.clients(), settings.time()), first));
      }
    }
    line(request.toString(), with, pairs, Pair::with, out);
    line("", without, pairs, Pair::without, out);
    List<Double> rates = ratios(pairs, Measurement::perSecond);
    List<Double> costs = ratios(pairs, Measurement::cpuMillis);
    ratio("lower", 0.25, rates, costs, out);
    ratio("median", 0.5, rates, costs, out);
    ratio("upper", 0.75, rates, costs, out);
    out.flush();
  }

  /** One turn of each, next to each other. */
  private record Pair(Measurement with, Measurement without) {
    double ratio(ToDoubleFunction<Measurement> figure) {
      return figure.applyAsDouble(with) / figure.applyAsDouble(without);
    }
  }

  private static List<Double> ratios(List<Pair> pairs, ToDoubleFunction<Measurement> figure) {
    return pairs.stream().map(pair -> pair.ratio(figure)).toList();
  }

  private static void line(
      String request,
      MeasuredOperation way,
      List<Pair> pairs,
      Function<Pair, Measurement> of,
      PrintWriter out) {
    List<Measurement> measured = pairs.stream().map(of).toList();
    out.printf(
        Locale.ROOT,
        LINE,
        request,
        way.name(),
        Quantile.median(measured.stream().map(Measurement::perSecond).toList()),
        1_000 * Quantile.median(measured.stream().map(Measurement::cpuMillis).toList()));
  }

  private static void ratio(
      String name, double share, List<Double> rates, List<Double> costs, PrintWriter out) {
    out.printf(Locale.ROOT, RATIO, "", name, Quantile.of(share, rates), Quantile.of(share, costs));
  }
}
