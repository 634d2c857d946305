package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Result of writing a value.
 *
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ValueWriteResponse(@Nullable ErrorInfo errorInfo) {}
