package org.bactrian.edge.publisher.group;

/** Time that a DataSetMessage names as its own, under the names of OPC Publisher. */
public enum MessageTimestamp {
  /** Time at which the edge made it of a notification. */
  CREATED("CurrentTimeUtc"),
  /** Time at which the server published the notification. */
  PUBLISHED("PublishTime"),
  /** Time at which it is encoded. */
  ENCODED("EncodingTimeUtc");

  private final String text;

  MessageTimestamp(String text) {
    this.text = text;
  }

  /** Returns the name in options. */
  public String text() {
    return text;
  }
}
