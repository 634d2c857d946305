package org.bactrian.cloud.telemetry.decode;

import org.jspecify.annotations.Nullable;

/**
 * A message whose content is not what it says it is. Its text is the reason that the dead letter
 * carries. It is short, whatever of the message it repeats.
 */
public final class TelemetryDecodingException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 300;

  TelemetryDecodingException(String reason, @Nullable Throwable cause) {
    super(shortened(reason), cause);
  }

  TelemetryDecodingException(String reason) {
    this(reason, null);
  }

  private static String shortened(String reason) {
    return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
  }
}
