package org.bactrian.localazure.servicebus.queue;

import java.util.UUID;

/**
 * A message on its way to a receiver.
 *
 * @param lockToken names the lock; of a message that is gone already, anything
 * @param encoded the message as AMQP lays it out; not copied, so nobody may change it
 */
public record QueueDelivery(UUID lockToken, byte[] encoded) {}
