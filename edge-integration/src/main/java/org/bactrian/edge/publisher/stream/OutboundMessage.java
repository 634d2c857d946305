package org.bactrian.edge.publisher.stream;

import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.NetworkMessage;

/**
 * NetworkMessage on its way to a transport.
 *
 * @param group group of the message
 * @param sequenceNumber the group's number of the message, from 1; kept when it is sent again
 * @param message encoded message
 */
public record OutboundMessage(WriterGroup group, long sequenceNumber, NetworkMessage message) {}
