package org.bactrian.localazure.eventhub;

/**
 * An event as it lies in its partition.
 *
 * @param stamp its place
 * @param encoded AMQP message for receivers; not copied, so nobody may change it
 */
public record StoredEvent(EventStamp stamp, byte[] encoded) {}
