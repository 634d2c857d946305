package org.bactrian.simulator.plant;

import org.bactrian.simulator.signal.Signal;
import org.bactrian.simulator.signal.SignalSample;
import org.bactrian.simulator.space.LiveValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * A variable that shows a signal.
 *
 * @param signal what it shows
 * @param value where it shows it
 */
record Instrument(Signal signal, LiveValue value) {

  void show(long tick, DateTime now) {
    value.push(dataValue(signal.at(tick), now));
  }

  /** Shows the signal to everybody at once, whatever their sampling. */
  void announce(DateTime now) {
    value.announce(dataValue(signal.at(0), now));
  }

  /** Lets slow samplers catch up with a value that does not move. */
  void hold() {
    value.push(value.current());
  }

  static DataValue dataValue(SignalSample reading, DateTime now) {
    return new DataValue(new Variant(reading.value()), reading.status(), now, now);
  }
}
