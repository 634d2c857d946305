package org.bactrian.simulator.plant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.space.LiveNamespace;
import org.bactrian.simulator.space.NodeBuilder;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Two production lines: one fills bottles, one packs them. */
public final class Plant {

  /** Namespace of the plant's nodes. */
  public static final String NAMESPACE = "urn:bactrian:plant";

  private final LiveNamespace namespace;
  private final List<Machine> machines = new ArrayList<>();

  /**
   * Builds the plant into a running namespace.
   *
   * @param rate time between two ticks
   * @param firstCount what the counters show before the first tick
   */
  public Plant(LiveNamespace namespace, Duration rate, long firstCount) {
    this.namespace = namespace;
    NodeBuilder nodes = new NodeBuilder(namespace);
    NodeId plant = nodes.id("Plant");
    nodes.part(NodeIds.ObjectsFolder, plant, "Plant");
    addLine(nodes, plant, "Line1", List.of("Filler", "Capper"), rate, firstCount);
    addLine(nodes, plant, "Line2", List.of("Packer", "Palletizer"), rate, firstCount);
  }

  /** Moves every machine on by one tick. Called from one thread. */
  public void tick() {
    DateTime now = DateTime.now();
    namespace.values().change(() -> machines.forEach(machine -> machine.tick(now)));
  }

  private void addLine(
      NodeBuilder nodes,
      NodeId plant,
      String name,
      List<String> machineNames,
      Duration rate,
      long firstCount) {
    NodeId line = nodes.id(name);
    nodes.part(plant, line, name);
    for (String machine : machineNames) {
      machines.add(new Machine(nodes, line, name + "/" + machine, rate, firstCount));
    }
  }
}
