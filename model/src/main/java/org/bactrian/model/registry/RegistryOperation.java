package org.bactrian.model.registry;

import java.time.Instant;

/**
 * Author and time of a change of an entry.
 *
 * @param authorityId who asked for it
 * @param time when
 */
public record RegistryOperation(String authorityId, Instant time) {}
