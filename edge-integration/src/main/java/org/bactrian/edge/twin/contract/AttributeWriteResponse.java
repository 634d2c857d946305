package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Result of writing an attribute.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record AttributeWriteResponse(@Nullable ErrorInfo errorInfo) {}
