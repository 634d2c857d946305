package org.bactrian.bench.publish;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import org.bactrian.bench.process.MemoryUse;

/** Tables of a run of {@link PublishBenchmark}. */
final class PublishTable {

  private static final double MIB = 1024.0 * 1024.0;

  private static final String HEAD =
      "%-32s %6s %7s %9s %8s %8s %6s %6s %7s %7s %8s %8s %7s%n"
          .formatted(
              "client",
              "items",
              "rate ms",
              "values/s",
              "CPU s/M",
              "x floor",
              "RSS MB",
              "peak",
              "p50 ms",
              "p99 ms",
              "lost",
              "at start",
              "start s");

  private final PublishResults results;
  private final PrintWriter out;

  private PublishTable(PublishResults results, PrintWriter out) {
    this.results = results;
    this.out = out;
  }

  /** Prints the clients, the growth and the goals. */
  static void print(PublishResults results, PrintWriter out) {
    PublishTable table = new PublishTable(results, out);
    table.clients();
    if (!results.growth().isEmpty()) {
      table.growth();
    }
    PublishGoals.of(results).forEach(goal -> out.println(goal.line()));
    out.flush();
  }

  private void clients() {
    out.print(HEAD);
    for (PublishResults.Row row : results.rows()) {
      row.figures()
          .ifPresentOrElse(
              figures -> line(row.name(), figures),
              () -> out.printf("%-32s not measured: %s%n", row.name(), row.remark()));
    }
    out.println();
  }

  private void growth() {
    out.println("The edge with other numbers of items");
    out.print(HEAD);
    results.growth().forEach(figures -> line(PublishResults.EDGE, figures));
    out.println();
  }

  private void line(String name, ClientFigures figures) {
    out.printf(
        Locale.ROOT,
        "%-32s %6d %7d %9.0f %8.2f %8s %6s %6s %7s %7s %8d %8d %7.1f%n",
        name,
        figures.items().items(),
        figures.items().sampling(),
        figures.valuesPerSecond(),
        figures.cpuPerMillion(),
        PublishResults.times(Optional.of(figures), results.of(PublishResults.FLOOR))
            .map(times -> String.format(Locale.ROOT, "%.2fx", times))
            .orElse("-"),
        megabytes(figures.memory().map(MemoryUse::resident)),
        megabytes(figures.memory().map(MemoryUse::peak)),
        latency(figures, figures.window().p50()),
        latency(figures, figures.window().p99()),
        figures.lost(),
        figures.lostBefore(),
        figures.startSeconds());
  }

  /** A client that does not tell source timestamps has none. */
  private static String latency(ClientFigures figures, long millis) {
    return figures.window().p99() == 0 ? "-" : Long.toString(millis);
  }

  private static String megabytes(Optional<Long> bytes) {
    return bytes.map(number -> String.format(Locale.ROOT, "%.0f", number / MIB)).orElse("-");
  }
}
