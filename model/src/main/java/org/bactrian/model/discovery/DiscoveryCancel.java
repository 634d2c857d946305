package org.bactrian.model.discovery;

import org.bactrian.model.registry.RegistryOperation;
import org.jspecify.annotations.Nullable;

/**
 * Payload of the method Cancel: a discovery to be given up.
 *
 * @param id id of the request
 * @param context who asked for it, and when
 */
public record DiscoveryCancel(@Nullable String id, @Nullable RegistryOperation context) {}
