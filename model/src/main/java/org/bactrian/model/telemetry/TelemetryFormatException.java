package org.bactrian.model.telemetry;

import org.jspecify.annotations.Nullable;

/** A body that is no JSON of the publisher. */
public final class TelemetryFormatException extends RuntimeException {

  TelemetryFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
