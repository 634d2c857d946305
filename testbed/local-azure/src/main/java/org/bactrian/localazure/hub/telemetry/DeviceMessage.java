package org.bactrian.localazure.hub.telemetry;

import java.time.Instant;
import java.util.Map;
import org.bactrian.localazure.hub.identity.ClientId;

/**
 * A device-to-cloud message that the hub accepted.
 *
 * @param sender the device or module
 * @param generationId of the sender's identity
 * @param sequenceNumber rises by one with every message of the hub since its start, from 0
 * @param enqueued when the hub accepted it
 * @param system system properties by their names in IoT Hub: {@code message-id}, {@code
 *     correlation-id}, {@code user-id}, {@code to}, {@code content-type}, {@code content-encoding},
 *     {@code iothub-creation-time-utc}, {@code iothub-interface-id}, {@code dt-subject}, {@code on}
 * @param application application properties in the order sent
 * @param body the payload; not copied, so nobody may change it
 */
public record DeviceMessage(
    ClientId sender,
    String generationId,
    long sequenceNumber,
    Instant enqueued,
    Map<String, String> system,
    Map<String, String> application,
    byte[] body) {}
