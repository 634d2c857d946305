package org.bactrian.simulator.plant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bactrian.simulator.signal.Signal;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.space.AnalogRange;
import org.bactrian.simulator.space.LiveValue;
import org.bactrian.simulator.space.MethodBody;
import org.bactrian.simulator.space.MethodSpec;
import org.bactrian.simulator.space.NodeBuilder;
import org.bactrian.simulator.space.VariableSpec;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** The instruments, set-points and buttons of one object; node ids are its path and their name. */
final class ObjectPanel {

  private final NodeBuilder nodes;
  private final String path;
  private final NodeId id;
  private final Duration rate;
  private final List<Instrument> instruments = new ArrayList<>();
  private final List<Instrument> states = new ArrayList<>();

  ObjectPanel(NodeBuilder nodes, String path, Duration rate) {
    this.nodes = nodes;
    this.path = path;
    this.id = nodes.id(path);
    this.rate = rate;
  }

  NodeBuilder nodes() {
    return nodes;
  }

  String path() {
    return path;
  }

  NodeId id() {
    return id;
  }

  NodeId id(String name) {
    return nodes.id(path + "/" + name);
  }

  /** A value that moves with the ticks. */
  LiveValue show(String name, NodeId dataType, String description, Signal signal) {
    return show(VariableSpec.scalar(id(name), name, dataType, description), signal);
  }

  /** A value that moves with the ticks, under a node id or a rank of its own. */
  LiveValue show(VariableSpec spec, Signal signal) {
    LiveValue value = nodes.variable(id, spec, rate, first(signal));
    instruments.add(new Instrument(signal, value));
    return value;
  }

  /** A measured value that moves with the ticks. */
  LiveValue show(String name, AnalogRange scale, String description, Signal signal) {
    VariableSpec spec = VariableSpec.scalar(id(name), name, NodeIds.Double, description);
    LiveValue value = nodes.analog(id, spec, scale, rate, first(signal));
    instruments.add(new Instrument(signal, value));
    return value;
  }

  /** A value that follows the object's state, also between ticks. */
  void showAlways(String name, NodeId dataType, String description, Supplier<Object> state) {
    Signal signal = tick -> SignalSample.good(state.get());
    LiveValue value =
        nodes.variable(
            id, VariableSpec.scalar(id(name), name, dataType, description), rate, first(signal));
    states.add(new Instrument(signal, value));
  }

  /** A number that clients may write, within the scale. */
  LiveValue setpoint(String name, AnalogRange scale, double first, String description) {
    VariableSpec spec = VariableSpec.scalar(id(name), name, NodeIds.Double, description);
    return nodes.analog(
        id, spec.withWritable(true), scale, rate, first(tick -> SignalSample.good(first)));
  }

  void method(MethodSpec spec, MethodBody body) {
    nodes.method(id, spec, body);
  }

  /** Moves every instrument on. Called inside {@link #change}. */
  void tick(long tick, DateTime now) {
    instruments.forEach(instrument -> instrument.show(tick, now));
    states.forEach(state -> state.show(tick, now));
  }

  /** Lets slow samplers catch up while nothing moves. Called inside {@link #change}. */
  void hold() {
    instruments.forEach(Instrument::hold);
    states.forEach(Instrument::hold);
  }

  /** Shows a changed state at once. Called inside {@link #change}. */
  void refresh() {
    DateTime now = DateTime.now();
    states.forEach(state -> state.announce(now));
  }

  /** Runs a change that no tick and no subscription comes between. */
  void change(Runnable changes) {
    nodes.namespace().values().change(changes);
  }

  /** Value of a set-point or a number now. */
  static double number(LiveValue value) {
    return value.current().value().value() instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private static DataValue first(Signal signal) {
    return Instrument.dataValue(signal.at(0), DateTime.now());
  }
}
