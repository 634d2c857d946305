/**
 * Mapping of the registry's entities to twins of IoT Hub: names and forms are those of version 2.8,
 * so that twins of existing installations are read and clients that query twins find what they
 * know.
 */
package org.bactrian.cloud.registry.twin;
