/**
 * The connection of one device or module to IoT Hub: its life cycle, what is in flight on it, and
 * methods and twins as JSON. Knows the device SDK, knows nothing of Camel.
 */
package org.bactrian.iothub.link;
