package org.bactrian.simulator.signal;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.util.List;
import java.util.Random;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** The shapes that values of the plant take. */
public final class Signals {

  private static final long UINT32_RANGE = 1L << 32;

  private Signals() {}

  /** A UInt32 that rises by exactly one a tick, so that a missing or doubled value is visible. */
  public static Signal counter(long first) {
    return tick -> SignalSample.good(uint((first + tick) % UINT32_RANGE));
  }

  /** A Double that climbs from {@code low} to {@code high} in {@code period} ticks and drops. */
  public static Signal ramp(double low, double high, int period) {
    return tick -> SignalSample.good(low + (high - low) * (tick % period) / (period - 1));
  }

  /** A Double that swings by {@code amplitude} around {@code mean}. */
  public static Signal sine(double mean, double amplitude, int period) {
    return tick -> SignalSample.good(mean + amplitude * Math.sin(2 * Math.PI * tick / period));
  }

  /**
   * A Double that moves by up to {@code step} a tick and stays between {@code low} and {@code
   * high}. The same seed walks the same way.
   */
  public static Signal randomWalk(double low, double high, double step, long seed) {
    return new RandomWalk(low, high, step, new Random(seed));
  }

  /** A Boolean that flips every {@code hold} ticks and begins with false. */
  public static Signal toggle(int hold) {
    return tick -> SignalSample.good(tick / hold % 2 == 1);
  }

  /** Shows each of the values in turn for {@code hold} ticks. */
  public static Signal cycle(List<?> values, int hold) {
    return tick -> SignalSample.good(values.get((int) (tick / hold % values.size())));
  }

  /**
   * Another signal through a sensor that fails: good for {@code good} ticks, then Bad_SensorFailure
   * without a value for {@code bad} ticks, and again.
   */
  public static Signal failing(Signal signal, int good, int bad) {
    StatusCode failure = new StatusCode(StatusCodes.Bad_SensorFailure);
    return tick -> {
      SignalSample reading = signal.at(tick);
      return tick % (good + bad) < good ? reading : new SignalSample(null, failure);
    };
  }

  private static final class RandomWalk implements Signal {

    private final double low;
    private final double high;
    private final double step;
    private final Random random;
    private double value;

    RandomWalk(double low, double high, double step, Random random) {
      this.low = low;
      this.high = high;
      this.step = step;
      this.random = random;
      this.value = (low + high) / 2;
    }

    @Override
    public SignalSample at(long tick) {
      double moved = value + step * (2 * random.nextDouble() - 1);
      value = Math.max(low, Math.min(high, moved));
      return SignalSample.good(value);
    }
  }
}
