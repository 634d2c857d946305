package org.bactrian.edge.outbox;

import java.io.IOException;

/**
 * Failure to read a record that no later try changes: it is not there, or its checksum is wrong.
 */
final class DamagedRecordException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedRecordException(String message) {
    super(message);
  }
}
