package org.bactrian.edge.publisher.message;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bactrian.edge.publisher.group.MessageEncoding;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessagingMode;

/**
 * Layout of messages in a messaging mode: everything around the values.
 *
 * @param networkHeader whether NetworkMessages have a header
 * @param messageHeader whether DataSetMessages have a header
 * @param samples whether each value is a message of its own
 * @param raw whether a field is its bare value
 * @param full whether endpoint and application are named too
 * @param serverTimestamp whether values have the server's timestamp
 * @param writerId whether headers of DataSetMessages hold DataSetWriterId
 * @param reversible whether values say their type
 * @param strict whether the messages follow Part 14 to the letter
 * @param bareSingleValues whether a DataSet of one field is the value of the field
 * @param envelope what surrounds the messages of one body
 */
@RecordBuilder
record MessageLayout(
    boolean networkHeader,
    boolean messageHeader,
    boolean samples,
    boolean raw,
    boolean full,
    boolean serverTimestamp,
    boolean writerId,
    boolean reversible,
    boolean strict,
    boolean bareSingleValues,
    MessageEnvelope envelope) {

  /** Enclosure of the messages of one body. */
  enum MessageEnvelope {
    /** Nothing: a body holds one message. */
    NONE,
    /** An array. */
    ARRAY,
    /** The header of a NetworkMessage, which holds them in an array. */
    NETWORK_MESSAGE,
    /** An array of NetworkMessages that hold one each, as OPC Publisher up to 2.8 batched. */
    NETWORK_MESSAGE_ARRAY
  }

  /**
   * The layout of a format.
   *
   * @param batched whether several DataSetMessages may share a body
   * @throws UnsupportedMessageFormatException for a mode with an encoding that is not served
   */
  static MessageLayout of(MessageFormat format, boolean batched) {
    boolean reversible = format.encoding() == MessageEncoding.JSON_REVERSIBLE;
    if (format.encoding() != MessageEncoding.JSON && !(reversible && !format.strict())) {
      throw new UnsupportedMessageFormatException(format);
    }
    MessagingMode mode = format.mode();
    boolean samples = mode == MessagingMode.SAMPLES || mode == MessagingMode.FULL_SAMPLES;
    boolean network = mode == MessagingMode.PUB_SUB || mode == MessagingMode.FULL_NETWORK_MESSAGES;
    boolean header =
        network
            || mode == MessagingMode.DATA_SET_MESSAGES
            || mode == MessagingMode.SINGLE_DATA_SET_MESSAGE;
    boolean raw = mode == MessagingMode.RAW_DATA_SETS || mode == MessagingMode.SINGLE_RAW_DATA_SET;
    return MessageLayoutBuilder.builder()
        .networkHeader(network)
        .messageHeader(header)
        .samples(samples)
        .raw(raw)
        .full(mode == MessagingMode.FULL_SAMPLES || mode == MessagingMode.FULL_NETWORK_MESSAGES)
        .serverTimestamp(mode != MessagingMode.SAMPLES)
        .writerId(header && (network || format.strict()))
        .reversible(reversible && (header || samples))
        .strict(format.strict())
        .bareSingleValues(format.bareSingleValues() && !samples)
        .envelope(envelope(mode, samples, network, batched, format.strict()))
        .build();
  }

  private static MessageEnvelope envelope(
      MessagingMode mode, boolean samples, boolean network, boolean batched, boolean strict) {
    if (network) {
      return batched && !strict
          ? MessageEnvelope.NETWORK_MESSAGE_ARRAY
          : MessageEnvelope.NETWORK_MESSAGE;
    }
    if (samples) {
      return batched ? MessageEnvelope.ARRAY : MessageEnvelope.NONE;
    }
    boolean single =
        mode == MessagingMode.SINGLE_DATA_SET_MESSAGE
            || mode == MessagingMode.SINGLE_DATA_SET
            || mode == MessagingMode.SINGLE_RAW_DATA_SET;
    return single && !(batched && !strict) ? MessageEnvelope.NONE : MessageEnvelope.ARRAY;
  }

  /** Schema of the body, as told to consumers that do not want to look into it. */
  String schema() {
    return samples
        ? "application/x-monitored-item-json-v1"
        : "application/x-network-message-json-v1";
  }
}
