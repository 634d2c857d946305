/**
 * The Camel component {@code iothub-module}: telemetry, direct methods and the twin of one device.
 */
package org.bactrian.iothub.module;
