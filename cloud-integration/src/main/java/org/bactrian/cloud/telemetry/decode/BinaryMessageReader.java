package org.bactrian.cloud.telemetry.decode;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bactrian.iothub.events.HubMessage;

/**
 * Reader of the binary forms of OPC Publisher 2.8: a Boolean that tells whether an array follows,
 * then messages whose members are there when their bit of a mask is set.
 */
final class BinaryMessageReader {

  private static final int SAMPLE_TIMESTAMP = 0x10;
  private static final int SAMPLE_NODE_ID = 0x100;
  private static final int SAMPLE_ENDPOINT_URL = 0x200;
  private static final int SAMPLE_APPLICATION_URI = 0x400;
  private static final int SAMPLE_DISPLAY_NAME = 0x800;
  private static final int SAMPLE_EXTENSION_FIELDS = 0x1000;
  private static final int SAMPLE_SEQUENCE_NUMBER = 0x2000;

  private static final int NETWORK_PUBLISHER_ID = 0x1;
  private static final int NETWORK_MESSAGE_ID = 0x10;
  private static final int NETWORK_CLASS_ID = 0x200;

  private static final int MESSAGE_TIMESTAMP = 0x1;
  private static final int MESSAGE_PICOSECONDS = 0x2;
  private static final int MESSAGE_STATUS = 0x4;
  private static final int MESSAGE_MAJOR_VERSION = 0x8;
  private static final int MESSAGE_MINOR_VERSION = 0x10;
  private static final int MESSAGE_SEQUENCE_NUMBER = 0x20;

  private final UaBinaryBuffer binary;
  private final BodyParts parts;

  private BinaryMessageReader(UaBinaryBuffer binary, BodyParts parts) {
    this.binary = binary;
    this.parts = parts;
  }

  /** Reader of one message of a body. */
  private interface Reader {
    List<DecodedDataSet> read(BinaryMessageReader in, DataSetAssembler assembler);
  }

  static List<DecodedDataSet> samples(byte[] body, HubMessage message, BodyParts parts)
      throws TelemetryDecodingException {
    return read(body, message, parts, (in, assembler) -> List.of(assembler.sample(in.sample())));
  }

  static List<DecodedDataSet> networkMessages(byte[] body, HubMessage message, BodyParts parts)
      throws TelemetryDecodingException {
    return read(body, message, parts, (in, assembler) -> assembler.network(in.network()));
  }

  private static List<DecodedDataSet> read(
      byte[] body, HubMessage message, BodyParts parts, Reader reader)
      throws TelemetryDecodingException {
    UaBinaryBuffer binary = new UaBinaryBuffer(body, parts);
    BinaryMessageReader in = new BinaryMessageReader(binary, parts);
    DataSetAssembler assembler = new DataSetAssembler(message, new TimestampParser());
    List<DecodedDataSet> dataSets = new ArrayList<>();
    try {
      int count = binary.bool() ? binary.length() : 1;
      for (int i = 0; i < count; i++) {
        dataSets.addAll(reader.read(in, assembler));
      }
      return dataSets;
    } catch (BufferUnderflowException e) {
      throw new TelemetryDecodingException("The binary body ends before its messages do", e);
    } catch (IllegalArgumentException e) {
      throw new TelemetryDecodingException("The binary body has " + e.getMessage(), e);
    }
  }

  private MessageMembers sample() {
    MessageMembers sample = new MessageMembers();
    parts.add(BodyParts.MESSAGE);
    long mask = binary.uint32();
    string(sample, mask, SAMPLE_NODE_ID, "NodeId");
    string(sample, mask, SAMPLE_ENDPOINT_URL, "EndpointUrl");
    string(sample, mask, SAMPLE_APPLICATION_URI, "ApplicationUri");
    string(sample, mask, SAMPLE_DISPLAY_NAME, "DisplayName");
    if ((mask & SAMPLE_TIMESTAMP) != 0) {
      sample.add("Timestamp", binary.dateTime());
    }
    sample.fields.add(binary.dataValue("Value"));
    if ((mask & SAMPLE_SEQUENCE_NUMBER) != 0) {
      sample.add("SequenceNumber", binary.uint32());
    }
    if ((mask & SAMPLE_EXTENSION_FIELDS) != 0) {
      sample.payload = extensionFields();
    }
    return sample;
  }

  private List<DecodedField> extensionFields() {
    int count = binary.length();
    List<DecodedField> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      DecodedField field = new DecodedField(Objects.requireNonNullElse(binary.qualifiedName(), ""));
      binary.variant(field);
      fields.add(field);
    }
    return fields;
  }

  private MessageMembers network() {
    MessageMembers network = new MessageMembers();
    parts.add(BodyParts.MESSAGE);
    long mask = binary.uint32();
    string(network, mask, NETWORK_MESSAGE_ID, "MessageId");
    network.add("MessageType", binary.string());
    string(network, mask, NETWORK_PUBLISHER_ID, "PublisherId");
    string(network, mask, NETWORK_CLASS_ID, "DataSetClassId");
    int count = binary.length();
    List<MessageMembers> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(dataSetMessage());
    }
    network.messages = messages;
    return network;
  }

  private MessageMembers dataSetMessage() {
    MessageMembers message = new MessageMembers();
    parts.add(BodyParts.MESSAGE);
    long mask = binary.uint32();
    message.add("DataSetWriterId", binary.string());
    if ((mask & MESSAGE_SEQUENCE_NUMBER) != 0) {
      message.add("SequenceNumber", binary.uint32());
    }
    Map<String, Object> version = new LinkedHashMap<>();
    if ((mask & MESSAGE_MAJOR_VERSION) != 0) {
      version.put("MajorVersion", binary.uint32());
    }
    if ((mask & MESSAGE_MINOR_VERSION) != 0) {
      version.put("MinorVersion", binary.uint32());
    }
    message.add("MetaDataVersion", version);
    if ((mask & MESSAGE_TIMESTAMP) != 0) {
      message.add("Timestamp", binary.dateTime());
    }
    if ((mask & MESSAGE_PICOSECONDS) != 0) {
      binary.uint32();
    }
    if ((mask & MESSAGE_STATUS) != 0) {
      message.add("Status", binary.uint32());
    }
    int count = binary.length();
    List<DecodedField> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      fields.add(binary.dataValue(Objects.requireNonNullElse(binary.string(), "")));
    }
    message.payload = fields;
    return message;
  }

  private void string(MessageMembers message, long mask, int bit, String name) {
    if ((mask & bit) != 0) {
      message.add(name, binary.string());
    }
  }
}
