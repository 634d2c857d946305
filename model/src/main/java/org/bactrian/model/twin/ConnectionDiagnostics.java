package org.bactrian.model.twin;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How a connection does.
 *
 * @param connection which one, without secrets
 * @param server what the server counts of the session; null when it does not say
 */
public record ConnectionDiagnostics(Connection connection, JsonNode server) {}
