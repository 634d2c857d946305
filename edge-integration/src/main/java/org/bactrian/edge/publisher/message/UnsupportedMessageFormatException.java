package org.bactrian.edge.publisher.message;

import org.bactrian.edge.publisher.group.MessageFormat;

/** Combination of messaging mode and encoding that is not supported. */
public final class UnsupportedMessageFormatException extends IllegalArgumentException {

  /** The exit code of OPC Publisher for a configuration that it can not run with. */
  public static final int EXIT_CODE = 170;

  private final transient MessageFormat format;

  UnsupportedMessageFormatException(MessageFormat format) {
    super(
        "Messaging mode "
            + format.mode().text()
            + " with encoding "
            + format.encoding().text()
            + (format.strict() ? " in strict form" : "")
            + " is not supported. Write encoding Json, or JsonReversible without strict.");
    this.format = format;
  }

  /** Returns the requested format. */
  public MessageFormat format() {
    return format;
  }
}
