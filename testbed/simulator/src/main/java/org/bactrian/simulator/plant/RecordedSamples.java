package org.bactrian.simulator.plant;

import java.time.Duration;
import java.time.Instant;
import org.bactrian.simulator.history.ValueArchive;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/** Variables whose history is the same in every simulator, until somebody changes it. */
final class RecordedSamples {

  /** Time from which the offsets count. */
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private RecordedSamples() {}

  static void addTo(NodeBuilder nodes, NodeId plant) {
    NodeId folder = nodes.id("History");
    nodes.folder(plant, folder, "History");
    fill(add(nodes, folder, "Sample", NodeIds.Int64, "Twelve values of January 1st, 2026.", 0L));
    add(nodes, folder, "Log", NodeIds.Int32, "Nothing yet, for clients to write.", 0);
  }

  private static ValueArchive add(
      NodeBuilder nodes,
      NodeId folder,
      String name,
      NodeId type,
      String description,
      Object value) {
    VariableSpec spec = VariableSpec.scalar(nodes.id("History/" + name), name, type, description);
    nodes.variable(folder, spec, Duration.ZERO, new DataValue(new Variant(value)));
    return new HistoryNodes(nodes).record(spec.id(), false, description);
  }

  private static void fill(ValueArchive archive) {
    record(archive, 2_000, 10L, StatusCodes.Good);
    record(archive, 25_000, 20L, StatusCodes.Good);
    record(archive, 28_000, 25L, StatusCodes.Good);
    record(archive, 39_000, 30L, StatusCodes.Good);
    record(archive, 42_000, null, StatusCode.BAD.value());
    record(archive, 48_000, 40L, StatusCodes.Good);
    record(archive, 52_000, 50L, StatusCodes.Good);
    record(archive, 72_000, 60L, StatusCodes.Good);
    record(archive, 77_000, 70L, StatusCode.UNCERTAIN.value());
    record(archive, 83_000, 70L, StatusCodes.Good);
    record(archive, 86_000, 80L, StatusCodes.Good);
    record(archive, 90_000, 90L, StatusCodes.Good);
  }

  private static void record(ValueArchive archive, long millis, @Nullable Long value, long status) {
    DateTime time = new DateTime(BEGIN.plusMillis(millis));
    archive.record(new DataValue(new Variant(value), new StatusCode(status), time, time));
  }
}
