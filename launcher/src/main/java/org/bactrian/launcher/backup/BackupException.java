package org.bactrian.launcher.backup;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** A data folder cannot be backed up or restored; the message says why, and the remedy. */
public final class BackupException extends Exception {

  private static final long serialVersionUID = 1L;

  BackupException(String message) {
    super(message);
  }

  BackupException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Returns what a fault was; those of file systems often name no more than a file. */
  static String reason(Exception fault) {
    Throwable cause =
        fault instanceof UncheckedIOException
            ? Objects.requireNonNullElse(fault.getCause(), fault)
            : fault;
    if (!(cause instanceof FileSystemException failed) || failed.getReason() != null) {
      return String.valueOf(cause.getMessage());
    }
    return failed.getFile() + " " + reason(failed);
  }

  private static String reason(FileSystemException failed) {
    if (failed instanceof AccessDeniedException) {
      return "may not be read or written by this user";
    } else if (failed instanceof FileAlreadyExistsException
        || failed instanceof DirectoryNotEmptyException) {
      return "is there already";
    } else if (failed instanceof NoSuchFileException) {
      return "does not exist";
    }
    return "is refused by the file system";
  }
}
