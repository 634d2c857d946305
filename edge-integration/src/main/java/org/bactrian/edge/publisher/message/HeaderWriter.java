package org.bactrian.edge.publisher.message;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.UUID;
import org.bactrian.edge.publisher.group.MetaDataVersion;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.json.TimestampText;

/**
 * Writes the parts before and after the fields of DataSetMessages and NetworkMessages (Part 14,
 * 7.2.5.3 and 7.2.5.4). Not thread-safe.
 */
final class HeaderWriter {

  private static final String NO_CLASS = new UUID(0, 0).toString();

  private final WriterGroup group;
  private final MessageLayout layout;
  private final JsonTexts texts;
  private final TimestampText time = new TimestampText();
  private final ByteSink sink = new ByteSink(1024);
  private final JsonGenerator out = FieldBuffer.JSON.createGenerator(sink);
  private int cut;

  HeaderWriter(WriterGroup group, MessageLayout layout, JsonTexts texts) throws IOException {
    this.group = group;
    this.layout = layout;
    this.texts = texts;
  }

  /** Writes what surrounds the messages of a body. */
  void body(String messageId, String dataSetClassId) throws IOException {
    sink.clear();
    switch (layout.envelope()) {
      case NONE -> cut();
      case NETWORK_MESSAGE -> {
        out.writeStartObject();
        networkHeader(messageId, dataSetClassId);
        cut();
        out.writeEndArray();
        out.writeEndObject();
      }
      default -> {
        out.writeStartArray();
        cut();
        out.writeEndArray();
      }
    }
    out.flush();
  }

  /**
   * Writes what surrounds the fields of a message.
   *
   * @param bare whether it has one field, whose value stands for it
   */
  void message(DataSetMessage message, long sequenceNumber, boolean bare) throws IOException {
    boolean own = layout.envelope() == MessageLayout.MessageEnvelope.NETWORK_MESSAGE_ARRAY;
    sink.clear();
    if (own) {
      out.writeStartObject();
      networkHeader(UUID.randomUUID().toString(), message.writer().dataSetClassId());
    }
    if (layout.messageHeader()) {
      out.writeStartObject();
      messageHeader(message, sequenceNumber);
      out.writeFieldName("Payload");
    }
    if (bare) {
      out.writeRawValue("");
    } else {
      out.writeStartObject();
    }
    cut();
    if (!bare) {
      out.writeEndObject();
    }
    if (layout.messageHeader()) {
      out.writeEndObject();
    }
    if (own) {
      out.writeEndArray();
      out.writeEndObject();
    }
    out.flush();
  }

  /** Bytes before and behind. */
  int size() {
    return sink.size();
  }

  /** Bytes behind. */
  int suffixSize() {
    return sink.size() - cut;
  }

  void copyPrefix(ByteSink target) {
    target.append(sink, 0, cut);
  }

  void copySuffix(ByteSink target) {
    target.append(sink, cut, sink.size());
  }

  private void cut() throws IOException {
    out.flush();
    cut = sink.size();
  }

  private void networkHeader(String messageId, String dataSetClassId) throws IOException {
    out.writeStringField("MessageId", messageId);
    out.writeStringField("MessageType", "ua-data");
    out.writeStringField("PublisherId", group.publisherId());
    if (!dataSetClassId.isEmpty() && !dataSetClassId.equals(NO_CLASS)) {
      out.writeStringField("DataSetClassId", dataSetClassId);
    }
    if (!group.name().isEmpty()) {
      out.writeStringField("DataSetWriterGroup", group.name());
    }
    out.writeFieldName("Messages");
    out.writeStartArray();
  }

  private void messageHeader(DataSetMessage message, long sequenceNumber) throws IOException {
    String name = nameOf(message);
    if (layout.writerId()) {
      out.writeFieldName("DataSetWriterId");
      if (layout.strict()) {
        out.writeNumber(message.writer().number());
      } else {
        out.writeString(texts.string(name));
      }
    }
    if (sequenceNumber != 0) {
      out.writeNumberField("SequenceNumber", sequenceNumber);
    }
    metaDataVersion(message.writer().metaDataVersion());
    out.writeFieldName("Timestamp");
    time.write(out, TimestampText.ticksOf(message.timestamp()));
    out.writeStringField("MessageType", message.kind().text());
    if (layout.strict()) {
      out.writeFieldName("DataSetWriterName");
      out.writeString(texts.string(name));
    }
  }

  private void metaDataVersion(MetaDataVersion version) throws IOException {
    out.writeFieldName("MetaDataVersion");
    out.writeStartObject();
    if (layout.strict() || version.major() != 0) {
      out.writeNumberField("MajorVersion", version.major());
    }
    if (layout.strict() || version.minor() != 0) {
      out.writeNumberField("MinorVersion", version.minor());
    }
    out.writeEndObject();
  }

  private static String nameOf(DataSetMessage message) {
    String name = message.writer().name();
    return message.eventName().isBlank() ? name : name + "|" + message.eventName();
  }
}
