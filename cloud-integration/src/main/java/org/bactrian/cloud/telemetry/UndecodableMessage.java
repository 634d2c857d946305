package org.bactrian.cloud.telemetry;

import org.bactrian.iothub.events.HubMessage;

/**
 * Message that no retry mends, with the reason.
 *
 * @param source the message as it came
 * @param reason why it cannot be decoded, or its sink can never take it
 */
public record UndecodableMessage(HubMessage source, String reason) {}
