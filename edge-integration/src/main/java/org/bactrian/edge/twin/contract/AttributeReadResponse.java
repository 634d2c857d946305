package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Value of an attribute, or the error of reading it.
 *
 * @param value its value
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record AttributeReadResponse(JsonNode value, @Nullable ErrorInfo errorInfo) {}
