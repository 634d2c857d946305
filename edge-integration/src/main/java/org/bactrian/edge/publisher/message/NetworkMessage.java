package org.bactrian.edge.publisher.message;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encoded NetworkMessage with its transport properties.
 *
 * @param body the bytes that leave
 * @param messageId fresh for each NetworkMessage, also where the body holds none
 * @param contentType MIME type of the body
 * @param contentEncoding character set of the body
 * @param messageType its MessageType (Part 14, 7.2.5.3), such as {@code ua-data}, also where the
 *     body holds none
 * @param writers names of the DataSetWriters in it, each once
 * @param properties application properties under their names on the wire
 * @param subtopic what follows the topic of its group, empty for nothing
 * @param messageCount DataSetMessages (or samples) in the body
 * @param valueCount values in the body
 */
@RecordBuilder
public record NetworkMessage(
    byte[] body,
    String messageId,
    String contentType,
    String contentEncoding,
    String messageType,
    List<String> writers,
    Map<String, String> properties,
    String subtopic,
    int messageCount,
    int valueCount) {

  /** Returns the same message with one more property. */
  public NetworkMessage withProperty(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(name, value);
    return NetworkMessageBuilder.builder(this).properties(more).build();
  }
}
