package org.bactrian.simulator.signal;

/**
 * Signal that an instrument shows over time. Signals are asked from one thread, once a tick, in the
 * order of the ticks, so that they may remember their last value.
 */
@FunctionalInterface
public interface Signal {

  /**
   * The reading at a tick.
   *
   * @param tick number of ticks since the start, 0 before the first one
   */
  SignalSample at(long tick);
}
