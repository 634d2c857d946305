package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Diagnostics of a connection.
 *
 * @param connection which one, without secrets
 * @param server what the server counts of the session; null when it does not say
 */
public record ConnectionDiagnostics(RequestConnection connection, @Nullable JsonNode server) {}
