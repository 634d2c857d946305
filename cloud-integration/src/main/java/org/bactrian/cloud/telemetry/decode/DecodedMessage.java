package org.bactrian.cloud.telemetry.decode;

import java.util.List;
import org.bactrian.iothub.events.HubMessage;
import org.bactrian.model.telemetry.MonitoredItemMessage;

/**
 * Message of a device with what it holds.
 *
 * @param source the message as it came
 * @param content kind of what it holds
 * @param dataSets samples and DataSetMessages in the order of the message; empty for a keep-alive,
 *     metadata, a gap and whatever is no telemetry
 * @param bytes size of its body, inflated, or of what is made of it where that is more
 */
public record DecodedMessage(
    HubMessage source, ContentKind content, List<DecodedDataSet> dataSets, int bytes) {

  /** Kind of content of a message. */
  public enum ContentKind {
    /** Values of OPC UA, which were decoded. */
    TELEMETRY,
    /** A message that names another schema, such as an event of discovery. */
    OTHER_SCHEMA,
    /** A message that names no schema: of a device that is no publisher. */
    NO_SCHEMA
  }

  public DecodedMessage {
    dataSets = List.copyOf(dataSets);
  }

  /** All values in the order of the message. */
  public List<MonitoredItemMessage> values() {
    return dataSets.size() == 1
        ? dataSets.get(0).values()
        : dataSets.stream().flatMap(dataSet -> dataSet.values().stream()).toList();
  }

  /** Number of all values. */
  public int valueCount() {
    return dataSets.stream().mapToInt(dataSet -> dataSet.values().size()).sum();
  }

  /**
   * Id of the message among those of its device: that which the device gave it, the same at each
   * attempt to send it, or else its place at the hub.
   */
  public String id() {
    return source
        .system("message-id")
        .filter(id -> !id.isBlank())
        .orElseGet(() -> "hub:" + source.partition() + "/" + source.sequenceNumber());
  }
}
