package org.bactrian.opcua.node;

/** A text that is no node id. The message quotes it, says what is wrong and how it is mended. */
public final class NodeIdTextException extends IllegalArgumentException {

  private static final int LONGEST_QUOTE = 200;

  private final String text;

  NodeIdTextException(String text, String fault, String mend) {
    super("Node id \"" + shortened(text) + "\" " + fault + ". " + mend);
    this.text = text;
  }

  /** The text that was not understood. */
  public String text() {
    return text;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
  }
}
