/**
 * Entities and requests of the registry that edge and cloud share, as the contract writes them in
 * JSON, and their identities of it, and how it lies in the twins of IoT Hub.
 *
 * <p>The records are the JSON and nothing else: member and constant names are those of the
 * contract, and a component that was left out is null, which is left out again when written. {@link
 * org.bactrian.model.registry.RegistryJson} reads and writes them.
 */
package org.bactrian.model.registry;
