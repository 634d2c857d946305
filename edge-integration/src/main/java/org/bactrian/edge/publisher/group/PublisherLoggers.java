package org.bactrian.edge.publisher.group;

/** Names of loggers of what flows through the publisher, which speak at level DEBUG. */
public final class PublisherLoggers {

  /** Each value and event that a server reports. */
  public static final String NOTIFICATIONS = "org.bactrian.edge.notifications";

  /** Each message as it is sent. */
  public static final String MESSAGES = "org.bactrian.edge.messages";

  private PublisherLoggers() {}
}
