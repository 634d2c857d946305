package org.bactrian.opcua.session;

import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * Failure to connect as clients are told it.
 *
 * @param status status that stands for it
 * @param message what is wrong and how it is mended, without paths of this computer
 * @param nextTry time of the next attempt
 */
public record ConnectFailure(StatusCode status, String message, Instant nextTry) {}
