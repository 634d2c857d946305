/**
 * Telemetry processing: messages from IoT Hub's built-in endpoint are decoded and handed to a sink
 * once, and to live streams as they come.
 */
package org.bactrian.cloud.telemetry;
