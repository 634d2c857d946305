/**
 * The registry: applications, endpoints and the modules of gateways, kept in the identities and
 * twins of IoT Hub. The beans that routes call have the names of the contract's tags, their methods
 * those of its operations. They keep nothing themselves, so any number of replicas can run.
 */
package org.bactrian.cloud.registry;
