package org.bactrian.model.fault;

import java.util.concurrent.CompletionException;

/** Failure that a future ended with, without the exception that futures wrap it in. */
public final class FutureFailure {

  private FutureFailure() {}

  /** The failure itself, taken out of a {@link CompletionException}. */
  public static Throwable of(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
    return cause == null ? failure : cause;
  }
}
