package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Value of a variable with its timestamps.
 *
 * @param value the value; null when there is none
 * @param dataType name of its built-in type
 * @param sourcePicoseconds ps after sourceTimestamp, in steps of 10
 * @param sourceTimestamp when the value arose
 * @param serverPicoseconds ps after serverTimestamp, in steps of 10
 * @param serverTimestamp when the server had the value
 * @param errorInfo what went wrong in the server; null when nothing did
 */
public record ValueReadResponse(
    @Nullable JsonNode value,
    @Nullable String dataType,
    @Nullable Integer sourcePicoseconds,
    @Nullable Instant sourceTimestamp,
    @Nullable Integer serverPicoseconds,
    @Nullable Instant serverTimestamp,
    @Nullable ErrorInfo errorInfo) {}
