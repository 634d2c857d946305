package org.bactrian.edge.options;

/** Option whose value is not valid. The message names the option, the value and the remedy. */
public final class EdgeOptionException extends RuntimeException {

  /** Exit code for a value that cannot be read, as OPC Publisher ends. */
  public static final int BAD_VALUE = 160;

  /** Exit code for a messaging mode and an encoding that do not go together. */
  public static final int UNSUPPORTED_FORMAT = 170;

  private final int exitCode;

  /** An exception that ends the process with {@code exitCode}. */
  EdgeOptionException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** {@link #BAD_VALUE} or {@link #UNSUPPORTED_FORMAT}. */
  public int exitCode() {
    return exitCode;
  }
}
