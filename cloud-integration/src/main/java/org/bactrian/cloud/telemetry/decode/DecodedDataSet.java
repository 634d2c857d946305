package org.bactrian.cloud.telemetry.decode;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.bactrian.model.telemetry.MonitoredItemMessage;
import org.jspecify.annotations.Nullable;

/**
 * A sample, or a DataSetMessage (Part 14, 7.2.5.4) with what surrounds it.
 *
 * @param sample whether it is a sample, which has one value
 * @param messageId id of the NetworkMessage
 * @param publisherId publisher that sent it
 * @param dataSetClassId class of the data set
 * @param dataSetWriterId name of the DataSetWriter, or its number where only that is told
 * @param sequenceNumber the writer's number of it
 * @param metaDataVersion version of its metadata, {@code major.minor}
 * @param status symbol of its status, {@code Good} where nothing else is told
 * @param timestamp time at which it was made
 * @param values its value or its fields, in the order of the message
 */
@RecordBuilder
public record DecodedDataSet(
    boolean sample,
    @Nullable String messageId,
    @Nullable String publisherId,
    @Nullable String dataSetClassId,
    @Nullable String dataSetWriterId,
    @Nullable Long sequenceNumber,
    @Nullable String metaDataVersion,
    String status,
    @Nullable Instant timestamp,
    List<MonitoredItemMessage> values) {

  public DecodedDataSet {
    values = List.copyOf(values);
  }
}
