package org.bactrian.simulator.plant;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ulong;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bactrian.simulator.signal.Reading;
import org.bactrian.simulator.signal.Signal;
import org.bactrian.simulator.signal.Signals;
import org.bactrian.simulator.space.LiveValue;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.Scale;
import org.bactrian.simulator.space.VariableSpec;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** A machine of a production line: what it measures, what it can be told. */
final class Machine {

  private static final Scale SPEED = Scale.of(0, 120, "RPM", "r/min", "revolutions per minute");
  private static final Scale TEMPERATURE = Scale.of(-20, 120, "CEL", "°C", "degree Celsius");
  private static final Scale VIBRATION = Scale.of(0, 10, "C16", "mm/s", "millimetre per second");

  private static final int RAMP_TICKS = 61;
  private static final int SINE_TICKS = 60;
  private static final int DOOR_TICKS = 10;
  private static final int PRODUCT_TICKS = 20;

  private final NodeBuilder nodes;
  private final NodeId id;
  private final String path;
  private final Duration rate;
  private final List<Instrument> instruments = new ArrayList<>();
  private final LiveValue speedSetpoint;
  private long ticks;

  Machine(NodeBuilder nodes, NodeId line, String path, Duration rate, long firstCount) {
    this.nodes = nodes;
    this.path = path;
    this.id = nodes.id(path);
    this.rate = rate;
    nodes.part(line, id, path.substring(path.lastIndexOf('/') + 1));

    show(scalar("Pieces", NodeIds.UInt32, "Pieces made; one a tick."), Signals.counter(firstCount));
    show(
        scalar("Cycles", NodeIds.UInt64, "Machine cycles; one a tick."),
        tick -> Reading.good(ulong(firstCount + tick)));
    show(
        scalar("DoorOpen", NodeIds.Boolean, "Whether the door is open."),
        Signals.toggle(DOOR_TICKS));
    show(
        scalar("Product", NodeIds.String, "What is being made."),
        Signals.cycle(List.of("Mineral water", "Lemonade", "Iced tea"), PRODUCT_TICKS));

    speedSetpoint = setpoint("SpeedSetpoint", SPEED, 100, "The speed that Speed climbs to.");
    show(
        scalar("Speed", NodeIds.Double, "Climbs to the set-point, then begins again."),
        SPEED,
        tick -> Signals.ramp(0, speedTarget(), RAMP_TICKS).at(tick));
    show(
        scalar("Temperature", NodeIds.Double, "Swings between 30 and 90."),
        TEMPERATURE,
        Signals.sine(60, 30, SINE_TICKS));
    show(
        scalar("Vibration", NodeIds.Double, "Wanders at random."),
        VIBRATION,
        Signals.randomWalk(0, 10, 0.5, path.hashCode()));
  }

  /** Moves the machine on by one tick. Called inside a change of the namespace's values. */
  void tick(DateTime now) {
    ticks++;
    instruments.forEach(instrument -> instrument.show(ticks, now));
  }

  private double speedTarget() {
    return ((Number) speedSetpoint.current().value().value()).doubleValue();
  }

  private VariableSpec scalar(String name, NodeId dataType, String description) {
    return VariableSpec.scalar(nodes.id(path + "/" + name), name, dataType, description);
  }

  private void show(VariableSpec spec, Signal signal) {
    LiveValue value =
        nodes.variable(id, spec, rate, Instrument.dataValue(signal.at(0), DateTime.now()));
    instruments.add(new Instrument(signal, value));
  }

  private void show(VariableSpec spec, Scale scale, Signal signal) {
    LiveValue value =
        nodes.analog(id, spec, scale, rate, Instrument.dataValue(signal.at(0), DateTime.now()));
    instruments.add(new Instrument(signal, value));
  }

  private LiveValue setpoint(String name, Scale scale, double first, String description) {
    return nodes.analog(
        id,
        scalar(name, NodeIds.Double, description).asWritable(),
        scale,
        rate,
        Instrument.dataValue(Reading.good(first), DateTime.now()));
  }
}
