/**
 * Synchronization of what subscribers know, and of activations, with the identities and twins of
 * IoT Hub, whose messages may be lost.
 */
package org.bactrian.cloud.synchronization;
