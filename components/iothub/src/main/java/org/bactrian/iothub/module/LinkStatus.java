package org.bactrian.iothub.module;

import org.bactrian.iothub.link.LinkStatistics;

/**
 * Status of a connection to IoT Hub at one moment.
 *
 * @param subject who is connected and where, nothing secret
 * @param connected whether it is connected
 * @param message its state in one sentence
 * @param figures what passed over it
 */
public record LinkStatus(
    String subject, boolean connected, String message, LinkStatistics figures) {}
