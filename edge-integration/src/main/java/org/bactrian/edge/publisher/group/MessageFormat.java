package org.bactrian.edge.publisher.group;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.opcua.node.NamespaceFormat;

/**
 * Format of the NetworkMessages of a WriterGroup.
 *
 * @param mode which headers surround the values
 * @param encoding how they are written
 * @param strict whether they follow Part 14 to the letter, else the form of OPC Publisher 2.8
 * @param namespaceFormat how node ids are written
 * @param routingInfo whether the property that names the WriterGroup is added
 * @param gapMessages whether a message may tell for which time values may be missing
 * @param cloudEvents whether properties are those of CloudEvents in place of OPC Publisher's
 * @param bareSingleValues whether a DataSet of one field is written as the value of the field
 * @param timestamp time that a DataSetMessage names as its own
 * @param latestOnly whether samples of one batch have the latest value of each node only
 */
@RecordBuilder
public record MessageFormat(
    MessagingMode mode,
    MessageEncoding encoding,
    boolean strict,
    NamespaceFormat namespaceFormat,
    boolean routingInfo,
    boolean gapMessages,
    boolean cloudEvents,
    boolean bareSingleValues,
    MessageTimestamp timestamp,
    boolean latestOnly)
    implements MessageFormatBuilder.With {

  /**
   * A format without CloudEvents in which a DataSet of one field is written as others are, whose
   * messages have all values and the time at which they are made.
   */
  public MessageFormat(
      MessagingMode mode,
      MessageEncoding encoding,
      boolean strict,
      NamespaceFormat namespaceFormat,
      boolean routingInfo,
      boolean gapMessages) {
    this(
        mode,
        encoding,
        strict,
        namespaceFormat,
        routingInfo,
        gapMessages,
        false,
        false,
        MessageTimestamp.CREATED,
        false);
  }

  /**
   * Returns whether gaps are told, which only consumers of NetworkMessages can tell from values.
   */
  public boolean tellsGaps() {
    return gapMessages
        && (mode == MessagingMode.PUB_SUB || mode == MessagingMode.FULL_NETWORK_MESSAGES);
  }
}
