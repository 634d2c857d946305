package org.bactrian.simulator.plant;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bactrian.simulator.alarm.ConditionRefresh;
import org.bactrian.simulator.alarm.LimitAlarm;
import org.bactrian.simulator.file.PlantFileSystem;
import org.bactrian.simulator.plant.ProductionLine.LineSpec;
import org.bactrian.simulator.space.LiveNamespace;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.type.PlantTypes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Two production lines: one fills bottles, one packs them. */
public final class Plant {

  /** Namespace of the plant's nodes. */
  public static final String NAMESPACE = "urn:bactrian:plant";

  private static final List<LineSpec> LINES =
      List.of(
          new LineSpec(
              "Line1",
              1000,
              UUID.fromString("5f1c7e0a-0001-4b7c-9a52-0c5d6f1e2a01"),
              List.of("Filler", "Capper")),
          new LineSpec(
              "Line2",
              2000,
              UUID.fromString("5f1c7e0a-0002-4b7c-9a52-0c5d6f1e2a02"),
              List.of("Packer", "Palletizer")));

  private final LiveNamespace namespace;
  private final List<ProductionLine> lines;

  /**
   * Builds the plant into a running namespace.
   *
   * @param types the data types of the plant
   * @param rate time between two ticks
   * @param firstCount what the counters show before the first tick
   */
  public Plant(LiveNamespace namespace, PlantTypes types, Duration rate, long firstCount) {
    this.namespace = namespace;
    NodeBuilder nodes = new NodeBuilder(namespace);
    NodeId plant = nodes.id("Plant");
    nodes.root(plant, "Plant");
    lines =
        LINES.stream()
            .map(spec -> new ProductionLine(nodes, plant, types, spec, rate, firstCount))
            .toList();
    BuiltInTypeSamples.addTo(nodes, plant, types);
    RecordedSamples.addTo(nodes, plant);
    PlantFileSystem.addTo(nodes);
    new HistoryNodes(nodes).recordEvents(plant);
    HistoryNodes.announce(namespace.server());
    ConditionRefresh.install(namespace.server(), alarms());
  }

  /** Moves every machine on by one tick. Called from one thread. */
  public void tick() {
    DateTime now = DateTime.now();
    namespace.values().change(() -> lines.forEach(line -> line.tick(now)));
    lines.forEach(ProductionLine::report);
  }

  private List<LimitAlarm> alarms() {
    return lines.stream().flatMap(line -> line.machines().stream()).map(Machine::alarm).toList();
  }
}
