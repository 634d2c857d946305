package org.bactrian.edge.twin.contract;

import org.jspecify.annotations.Nullable;

/**
 * Result of a connection test.
 *
 * @param errorInfo why not; null when it could
 */
public record TestConnectionResponse(@Nullable ErrorInfo errorInfo) {}
