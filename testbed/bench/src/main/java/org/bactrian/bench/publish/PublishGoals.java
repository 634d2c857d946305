package org.bactrian.bench.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bactrian.bench.process.MemoryUse;

/** Goals of publishing, and how far a run is from them. */
final class PublishGoals {

  private static final double BYTES_PER_MB = 1024.0 * 1024.0;
  private static final int BASE_ITEMS = 2_000;
  private static final int MOST_ITEMS = 20_000;

  /**
   * A goal and what was measured.
   *
   * @param what is measured
   * @param figure measured
   * @param most allowed
   * @param unit of both
   */
  record Goal(String what, double figure, double most, String unit) {

    String line() {
      return String.format(
          Locale.ROOT,
          "%-72s %10s, goal at most %8s: %s",
          what,
          text(figure),
          text(most),
          figure <= most ? "met" : "missed");
    }

    private String text(double number) {
      return number == Math.rint(number)
          ? String.format(Locale.ROOT, "%.0f%s", number, unit)
          : String.format(Locale.ROOT, "%.3g%s", number, unit);
    }
  }

  private PublishGoals() {}

  /** The goals that a run has figures for. */
  static List<Goal> of(PublishResults results) {
    List<Goal> goals = new ArrayList<>();
    Optional<ClientFigures> edge = results.edge();
    PublishResults.times(edge, results.of(PublishResults.FLOOR))
        .ifPresent(
            times ->
                goals.add(new Goal("CPU of a value, edge against Milo counting", times, 1.8, "x")));
    PublishResults.times(edge, results.of(PeerClients.NODE_OPCUA))
        .ifPresent(
            times ->
                goals.add(
                    new Goal("CPU of a value, edge against node-opcua counting", times, 0.4, "x")));
    PublishResults.times(edge, results.of(PeerClients.NODE_RED))
        .ifPresent(
            times ->
                goals.add(new Goal("CPU of a value, edge against Node-RED", times, 0.025, "x")));
    edge.ifPresent(
        figures ->
            goals.add(
                new Goal(
                    "values that the edge lost", figures.lost() + figures.lostBefore(), 0, "")));
    edge.flatMap(ClientFigures::memory)
        .map(MemoryUse::resident)
        .ifPresent(
            bytes ->
                goals.add(
                    new Goal("resident memory of the edge", bytes / BYTES_PER_MB, 300, " MB")));
    PublishResults.times(growth(results, MOST_ITEMS), growth(results, BASE_ITEMS))
        .ifPresent(
            times ->
                goals.add(
                    new Goal(
                        "CPU of a value, edge with 20,000 against 2,000 items", times, 1.2, "x")));
    return goals;
  }

  private static Optional<ClientFigures> growth(PublishResults results, int items) {
    return results.growth().stream()
        .filter(figures -> figures.items().items() == items)
        .findFirst();
  }
}
