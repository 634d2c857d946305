package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Diagnostics of a connection.
 *
 * @param connection which one, without secrets
 * @param server what the server counts of the session; null when it does not say
 */
public record ConnectionDiagnostics(RequestConnection connection, JsonNode server) {}
