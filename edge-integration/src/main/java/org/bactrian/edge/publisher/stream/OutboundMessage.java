package org.bactrian.edge.publisher.stream;

import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.edge.publisher.message.NetworkMessage;

/**
 * A NetworkMessage on its way out.
 *
 * @param group whose message it is
 * @param sequenceNumber the group's number of the message, from 1; kept when it is sent again
 * @param message what leaves
 */
public record OutboundMessage(WriterGroup group, long sequenceNumber, NetworkMessage message) {}
