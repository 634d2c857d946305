package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Error of a server (Part 4, 7.38 and 7.12).
 *
 * @param statusCode number of the status code; null when only parts failed
 * @param errorMessage what is wrong, in words or by the name of the status
 * @param symbolicId name of the status code
 * @param locale language of the message
 * @param additionalInfo what the server adds
 * @param namespaceUri whose name the symbolicId is, unless of OPC UA itself
 * @param inner what caused it
 * @param diagnostics what else is told, by the level that was asked for
 */
public record ErrorInfo(
    Long statusCode,
    String errorMessage,
    String symbolicId,
    @Nullable String locale,
    @Nullable String additionalInfo,
    @Nullable String namespaceUri,
    @Nullable ErrorInfo inner,
    @Nullable JsonNode diagnostics) {}
