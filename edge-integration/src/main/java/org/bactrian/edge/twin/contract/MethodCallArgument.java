package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Input or output argument of a method call.
 *
 * @param value the value
 * @param dataType its data type; null for that of the method's argument
 */
public record MethodCallArgument(JsonNode value, @Nullable String dataType) {}
