package org.bactrian.launcher.role;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.bactrian.launcher.secret.RestartOrder;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Order of replicas that share a database: each restarts when the one before runs again. While the
 * database cannot be asked, perhaps since its password is what has changed, each ends at a moment
 * that it chooses by chance.
 */
final class OneByOneRestart implements RestartOrder {

  private static final Logger LOG = LoggerFactory.getLogger(OneByOneRestart.class);

  private final BooleanSupplier take;
  private final Duration period;

  /**
   * Creates the order.
   *
   * @param take takes the right to restart, unless another replica has it
   * @param period time between two tries
   */
  OneByOneRestart(BooleanSupplier take, Duration period) {
    this.take = take;
    this.period = period;
  }

  @Override
  public void await(Duration within) throws InterruptedException {
    if (within.isZero()) {
      return;
    }
    Long alone = null;
    while (true) {
      Boolean taken = taken();
      if (Boolean.TRUE.equals(taken)) {
        return;
      }
      if (taken != null) {
        alone = null;
      } else if (alone == null) {
        alone = System.nanoTime() + ThreadLocalRandom.current().nextLong(within.toNanos() + 1);
      } else if (System.nanoTime() - alone >= 0) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(period.toMillis());
    }
  }

  /** Returns whether the right was taken, null when the database cannot be asked. */
  private @Nullable Boolean taken() {
    try {
      return take.getAsBoolean();
    } catch (OperationException e) {
      LOG.debug("The right to restart cannot be asked for", e);
      return null;
    }
  }
}
