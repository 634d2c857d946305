/**
 * Camel component {@code iothub-events}: what devices sent to IoT Hub, read from its built-in
 * endpoint with the SDK of Event Hubs.
 */
package org.bactrian.iothub.events;
