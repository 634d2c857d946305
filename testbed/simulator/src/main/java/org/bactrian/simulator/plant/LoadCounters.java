package org.bactrian.simulator.plant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.signal.Signal;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.signal.Signals;
import org.bactrian.simulator.space.LiveNamespace;
import org.bactrian.simulator.space.LiveValue;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Any number of counters that rise together. All show the same value at the same tick, so a tick
 * makes one value, however many counters there are.
 */
public final class LoadCounters {

  /** Namespace of the load counters. */
  public static final String NAMESPACE = "urn:bactrian:load";

  private final LiveNamespace namespace;
  private final Signal signal;
  private final List<LiveValue> counters = new ArrayList<>();
  private long ticks;

  /**
   * Builds the counters into a running namespace.
   *
   * @param count number of counters, 0 for an empty folder
   * @param rate time between two ticks
   * @param first what the counters show before the first tick
   */
  public LoadCounters(LiveNamespace namespace, int count, Duration rate, long first) {
    this.namespace = namespace;
    this.signal = Signals.counter(first);
    NodeBuilder builder = new NodeBuilder(namespace);
    NodeId folder = builder.id("Load");
    builder.folder(NodeIds.ObjectsFolder, folder, "Load");
    DataValue start = Instrument.dataValue(signal.at(0), DateTime.now());
    for (int number = 1; number <= count; number++) {
      VariableSpec spec =
          VariableSpec.scalar(
              builder.id(number),
              "Counter" + number,
              NodeIds.UInt32,
              "Rises by one a tick, together with all other load counters.");
      counters.add(builder.variable(folder, spec, rate, start));
    }
  }

  /** Lets every counter rise by one. Called from one thread. */
  public void tick() {
    ticks++;
    SignalSample reading = signal.at(ticks);
    DataValue value = Instrument.dataValue(reading, DateTime.now());
    namespace.values().change(() -> counters.forEach(counter -> counter.push(value)));
  }
}
