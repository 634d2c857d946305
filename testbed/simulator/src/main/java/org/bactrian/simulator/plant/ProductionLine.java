package org.bactrian.simulator.plant;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bactrian.simulator.alarm.EventChannel;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.signal.Signals;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.bactrian.simulator.type.PlantTypes;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * Machines in a row, and what is measured of all of them together. Its own variables have numeric
 * and GUID node ids, so that clients meet every kind.
 */
final class ProductionLine {

  private static final int BATCH_TICKS = 30;
  private static final int HISTORY = 8;
  private static final int MATRIX_ROWS = 3;
  private static final int MATRIX_COLUMNS = 4;

  private final ObjectPanel panel;
  private final List<Machine> machines = new ArrayList<>();
  private long ticks;

  ProductionLine(
      NodeBuilder nodes,
      NodeId plant,
      PlantTypes types,
      LineSpec spec,
      Duration rate,
      long firstCount) {
    panel = new ObjectPanel(nodes, spec.name(), rate);
    nodes.part(plant, panel.id(), spec.name());
    panel.show(
        VariableSpec.scalar(
            nodes.id(spec.numericBase() + 1), "Energy", NodeIds.UInt32, "Wh; one a tick."),
        Signals.counter(firstCount));
    panel.show(
        VariableSpec.scalar(
            nodes.id(spec.batchId()), "Batch", NodeIds.String, "Changes every 30 ticks."),
        tick -> SignalSample.good("BATCH-" + spec.numericBase() + "-" + tick / BATCH_TICKS));
    panel.show(
        VariableSpec.scalar(
                nodes.id(spec.numericBase() + 2),
                "LastPieces",
                NodeIds.UInt32,
                "The last 8 values of the counter, newest first.")
            .withValueRank(1),
        tick ->
            SignalSample.good(
                IntStream.range(0, HISTORY)
                    .mapToObj(age -> uint(Math.max(0, firstCount + tick - age)))
                    .toArray(UInteger[]::new)));
    panel.show(
        VariableSpec.scalar(
                nodes.id(spec.numericBase() + 3),
                "HeatMap",
                NodeIds.Float,
                "Temperatures over the belt, 3 rows of 4.")
            .withValueRank(2),
        tick -> SignalSample.good(new Matrix(heat(tick))));
    for (String name : spec.machines()) {
      machines.add(machine(nodes, plant, types, name, rate, firstCount));
    }
  }

  List<Machine> machines() {
    return machines;
  }

  /** Moves the line on by one tick. Called inside a change of the namespace's values. */
  void tick(DateTime now) {
    ticks++;
    panel.tick(ticks, now);
    machines.forEach(machine -> machine.tick(now));
  }

  /** Announces what the last tick brought about. */
  void report() {
    machines.forEach(Machine::report);
  }

  private Machine machine(
      NodeBuilder nodes,
      NodeId plant,
      PlantTypes types,
      String name,
      Duration rate,
      long firstCount) {
    ObjectPanel machinePanel = new ObjectPanel(nodes, panel.path() + "/" + name, rate);
    nodes.part(panel.id(), machinePanel.id(), name);
    EventChannel events =
        new EventChannel(
            nodes.namespace(),
            machinePanel.id(),
            machinePanel.path(),
            List.of(machinePanel.id(), panel.id(), plant));
    return new Machine(machinePanel, events, types, rate, firstCount);
  }

  private static Float[][] heat(long tick) {
    Float[][] rows = new Float[MATRIX_ROWS][MATRIX_COLUMNS];
    for (int row = 0; row < MATRIX_ROWS; row++) {
      for (int column = 0; column < MATRIX_COLUMNS; column++) {
        rows[row][column] = 20f + (tick + (long) row * MATRIX_COLUMNS + column) % 60;
      }
    }
    return rows;
  }

  /**
   * Parameters in which lines differ.
   *
   * @param name browse name and string node id
   * @param numericBase its numeric node ids come after this
   * @param batchId GUID node id of Batch
   * @param machines names of the machines, in the order of the belt
   */
  record LineSpec(String name, long numericBase, UUID batchId, List<String> machines) {}
}
