package org.bactrian.localazure.servicebus.fault;

/**
 * Refusals of Service Bus, with the condition that links end with and the status of management
 * answers ("AMQP errors in Azure Service Bus",
 * https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-troubleshoot).
 */
public enum BusFault {
  /** The request makes no sense. */
  ARGUMENT("com.microsoft:argument-error", 400),
  /** The request names something that is none of those that there are. */
  ARGUMENT_OUT_OF_RANGE("com.microsoft:argument-out-of-range", 400),
  /** Nobody has shown a valid signature for the entity. */
  UNAUTHORIZED("amqp:unauthorized-access", 401),
  /** The queue is full. */
  QUOTA_EXCEEDED("amqp:resource-limit-exceeded", 403),
  /** There is no such queue, topic or subscription. */
  ENTITY_NOT_FOUND("amqp:not-found", 404),
  /** There is no message of that number, or it is not in the state that the request needs. */
  MESSAGE_NOT_FOUND("com.microsoft:message-not-found", 404),
  /** The lock has ended, or its token never was one. */
  LOCK_LOST("com.microsoft:message-lock-lost", 410),
  /** The message is larger than the link takes. */
  MESSAGE_TOO_LARGE("amqp:link:message-size-exceeded", 400),
  /** Another receiver of the same consumer group has the partition. */
  LINK_STOLEN("amqp:link:stolen", 409),
  /** A feature that this stand-in lacks. */
  NOT_IMPLEMENTED("amqp:not-implemented", 501),
  /** A fault of this stand-in. */
  INTERNAL("amqp:internal-error", 500);

  private final String condition;
  private final int status;

  BusFault(String condition, int status) {
    this.condition = condition;
    this.status = status;
  }

  /** The condition of an AMQP error. */
  public String condition() {
    return condition;
  }

  /** The status code of a management answer. */
  public int status() {
    return status;
  }
}
