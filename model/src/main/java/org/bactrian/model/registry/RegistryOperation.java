package org.bactrian.model.registry;

import java.time.Instant;

/**
 * Who changed an entry, and when.
 *
 * @param authorityId who asked for it
 * @param time when
 */
public record RegistryOperation(String authorityId, Instant time) {}
