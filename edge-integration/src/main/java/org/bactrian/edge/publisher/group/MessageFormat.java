package org.bactrian.edge.publisher.group;

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
 */
public record MessageFormat(
    MessagingMode mode,
    MessageEncoding encoding,
    boolean strict,
    NamespaceFormat namespaceFormat,
    boolean routingInfo,
    boolean gapMessages) {

  /**
   * Returns whether gaps are told, which only consumers of NetworkMessages can tell from values.
   */
  public boolean tellsGaps() {
    return gapMessages
        && (mode == MessagingMode.PUB_SUB || mode == MessagingMode.FULL_NETWORK_MESSAGES);
  }
}
