package org.bactrian.bench.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Figures of a run, by the names of the clients, in the order of the measurements. */
final class PublishResults {

  /** Raw Milo: the least that a client in Java costs. */
  static final String FLOOR = "Milo, counting (floor)";

  /** The edge; with an outbox that is named, the beginning of its name. */
  static final String EDGE = "edge, whole way";

  /**
   * A client in the table.
   *
   * @param name of the client
   * @param figures measured, empty when it could not be had
   * @param remark why it could not be had
   */
  record Row(String name, Optional<ClientFigures> figures, String remark) {}

  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<ClientFigures> growth = new ArrayList<>();

  /** Adds figures of a client; those of further turns are added up. */
  void add(String name, ClientFigures figures) {
    rows.merge(
        name,
        new Row(name, Optional.of(figures), ""),
        (row, more) -> new Row(name, row.figures().map(first -> first.and(figures)), ""));
  }

  /** Notes a client that cannot be measured here. */
  void addUnavailable(String name, String remark) {
    rows.put(name, new Row(name, Optional.empty(), remark));
  }

  /** Adds figures of the edge with another number of items. */
  void addGrowth(ClientFigures figures) {
    growth.add(figures);
  }

  Collection<Row> rows() {
    return rows.values();
  }

  List<ClientFigures> growth() {
    return growth;
  }

  Optional<ClientFigures> of(String name) {
    return Optional.ofNullable(rows.get(name)).flatMap(Row::figures);
  }

  /** The edge, with the first of its outboxes. */
  Optional<ClientFigures> edge() {
    return rows.values().stream()
        .filter(row -> row.name().startsWith(EDGE))
        .findFirst()
        .flatMap(Row::figures);
  }

  /** CPU time of a value of one client divided by that of another, empty when one is missing. */
  static Optional<Double> times(Optional<ClientFigures> one, Optional<ClientFigures> other) {
    return one.flatMap(a -> other.map(b -> a.cpuPerMillion() / b.cpuPerMillion()));
  }
}
