package org.bactrian.cloud.onboarding;

/**
 * An event that no retry mends. Its message is the reason that the dead letter carries; it has no
 * stack trace, which a dead letter has no room for.
 */
public final class PoisonEventException extends RuntimeException {

  PoisonEventException(String reason) {
    super(reason, null, false, false);
  }
}
