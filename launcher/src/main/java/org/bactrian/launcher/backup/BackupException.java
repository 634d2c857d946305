package org.bactrian.launcher.backup;

/** A data folder cannot be backed up or restored; the message says why, and the remedy. */
public final class BackupException extends Exception {

  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }

  BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
