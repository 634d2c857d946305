package org.bactrian.model.telemetry;

/** A body that is no JSON of the publisher. */
public final class TelemetryFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TelemetryFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
