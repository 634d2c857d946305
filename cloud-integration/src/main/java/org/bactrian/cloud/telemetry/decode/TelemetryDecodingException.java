package org.bactrian.cloud.telemetry.decode;

import org.jspecify.annotations.Nullable;

/**
 * A message whose content is not what it says it is. Its text is the reason that the dead letter
 * carries, and holds no values.
 */
public final class TelemetryDecodingException extends Exception {

  TelemetryDecodingException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  TelemetryDecodingException(String reason) {
    this(reason, null);
  }
}
