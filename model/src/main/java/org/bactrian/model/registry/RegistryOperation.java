package org.bactrian.model.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Author and time of a change of an entry.
 *
 * @param authorityId who asked for it
 * @param time when
 */
public record RegistryOperation(@Nullable String authorityId, @Nullable Instant time) {}
