package org.bactrian.iothub.link;

/**
 * Answer of IoT Hub to a twin request.
 *
 * @param payload JSON, empty for none
 * @param version version of the reported properties after an update, else 0
 */
record TwinResponse(byte[] payload, int version) {}
