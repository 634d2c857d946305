package org.bactrian.launcher.otlp;

import java.io.IOException;

/** Refusal of a request by a collector. */
final class CollectorException extends IOException {

  private static final long serialVersionUID = 1L;

  CollectorException(String message) {
    super(message);
  }
}
