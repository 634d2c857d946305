package org.bactrian.edge.publisher.stream;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Failure of a node that is not monitored.
 *
 * @param status status of the server
 * @param reason its status and what it said besides
 * @param since time of the first failure since the node was last monitored
 * @param nextTry time of the next attempt; null where it is not known, such as without a connection
 */
public record NodeFailure(
    StatusCode status, String reason, Instant since, @Nullable Instant nextTry) {}
