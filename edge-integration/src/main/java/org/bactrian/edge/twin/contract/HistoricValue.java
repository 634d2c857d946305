package org.bactrian.edge.twin.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Value of a history (Part 11, 6.5.2 and 6.5.3).
 *
 * @param value the value; null for none
 * @param dataType name of its built-in type, or in a request the node id of its data type
 * @param status its status; null for Good
 * @param sourceTimestamp when it arose
 * @param sourcePicoseconds ps after sourceTimestamp, in steps of 10; null for 0
 * @param serverTimestamp when the server had it
 * @param serverPicoseconds ps after serverTimestamp, in steps of 10; null for 0
 * @param dataLocation where it comes from; null for what was recorded
 * @param modificationInfo how it was changed; null unless changes were asked for
 * @param additionalData names of {@link AdditionalData}; null for none
 */
@RecordBuilder
public record HistoricValue(
    @Nullable JsonNode value,
    @Nullable String dataType,
    @Nullable ErrorInfo status,
    @Nullable Instant sourceTimestamp,
    @Nullable Integer sourcePicoseconds,
    @Nullable Instant serverTimestamp,
    @Nullable Integer serverPicoseconds,
    @Nullable DataLocation dataLocation,
    @Nullable ModificationInfo modificationInfo,
    @Nullable String additionalData) {}
