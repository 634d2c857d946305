package org.bactrian.iothub.link;

/**
 * Direct method call as it arrived.
 *
 * @param name its name, as the caller wrote it
 * @param requestId what IoT Hub tells this call from others by
 * @param payload JSON in UTF-8, empty when the caller sent none
 */
public record DirectMethodCall(String name, String requestId, byte[] payload) {}
