/**
 * Decoders of telemetry: every form that this project's edge writes and those of OPC Publisher 2.8
 * become one, a {@link org.bactrian.cloud.telemetry.decode.DecodedMessage}. Nothing here knows
 * Camel.
 */
package org.bactrian.cloud.telemetry.decode;
