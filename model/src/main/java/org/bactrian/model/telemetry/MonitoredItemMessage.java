package org.bactrian.model.telemetry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One value of a monitored item, decoded from telemetry of any form. {@link
 * org.bactrian.model.registry.RegistryJson} writes it as clients of the events service read it:
 * names in camel case, what is null left out, except the node id.
 *
 * @param publisherId publisher that sent it
 * @param dataSetWriterId name of the DataSetWriter, or its number where only that is told
 * @param endpointId endpoint that it was read from; clients subscribe by it
 * @param nodeId node of a sample, name of the field of a DataSetMessage
 * @param displayName name for people
 * @param value a Boolean, Long, {@link java.math.BigInteger}, Double or String, or a List or Map of
 *     these; null where there is none. Lists and maps may hold null and are not to be changed
 * @param dataType name of its built-in type (Part 6, 5.1.2), of the elements for an array; guessed
 *     where the message does not tell
 * @param status symbol of the status, or its code in hex where no symbol is told; null for Good
 * @param timestamp time at which the message was made
 * @param sourceTimestamp time of the value at its source
 * @param sourcePicoseconds tens of picoseconds to add to that, 1 to 9999
 * @param serverTimestamp time at which the server knew of it
 * @param serverPicoseconds tens of picoseconds to add to that, 1 to 9999
 * @param sequenceNumber the writer's number of the message, unsigned 32 bits
 */
@RecordBuilder
public record MonitoredItemMessage(
    @Nullable String publisherId,
    @Nullable String dataSetWriterId,
    @Nullable String endpointId,
    @JsonInclude @Nullable String nodeId,
    @Nullable String displayName,
    @Nullable Object value,
    @Nullable String dataType,
    @Nullable String status,
    @Nullable Instant timestamp,
    @Nullable Instant sourceTimestamp,
    @Nullable Integer sourcePicoseconds,
    @Nullable Instant serverTimestamp,
    @Nullable Integer serverPicoseconds,
    @Nullable Long sequenceNumber)
    implements MonitoredItemMessageBuilder.With {}
