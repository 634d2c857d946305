package org.bactrian.cloud.registry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.bactrian.iothub.rest.HubServiceException;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;

/**
 * Retry of requests that IoT Hub throttles (429): six tries, with random pauses of at most 0.2 s
 * after the first to 3.2 s after the fifth. Every other refusal ends the request at once. Calls
 * block.
 */
final class HubThrottlingRetry {

  private static final int TRIES = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private HubThrottlingRetry() {}

  /** Request to IoT Hub. */
  interface Request<T> {
    T send() throws HubServiceException;
  }

  /**
   * Sends a request until IoT Hub takes it.
   *
   * @throws OperationException the refusal, of its kind
   */
  static <T> T call(Request<T> request) {
    for (int tries = 1; ; tries++) {
      try {
        return request.send();
      } catch (HubServiceException e) {
        if (e.kind() != FaultKind.BUSY || tries == TRIES) {
          throw e.asOperationFailure();
        }
        pause(FIRST_PAUSE, tries);
      }
    }
  }

  /**
   * Waits a random time up to a bound that doubles with each try. Writers that collided spread over
   * all of it, which they would not with the waits of {@code Backoff}.
   */
  static void pause(Duration first, int tries) {
    long most = first.toMillis() << Math.min(tries, 5);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(1, most + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationException(
          FaultKind.EXTERNAL_DEPENDENCY, "The request was given up while it waited.", e);
    }
  }
}
