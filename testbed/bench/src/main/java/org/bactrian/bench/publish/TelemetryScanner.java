package org.bactrian.bench.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;

/**
 * Reads the values of load counters out of JSON messages, wherever in the message an object {@code
 * {"Value": …, "SourceTimestamp": …}} is the member of a name such as {@code i17}. One thread uses
 * it.
 */
final class TelemetryScanner {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int NONE = -1;

  private final ValueTally tally;

  /** Most values of a message have the same timestamp. */
  private String knownTimestamp = "";

  private long knownMillis;

  TelemetryScanner(ValueTally tally) {
    this.tally = tally;
  }

  /** Name under which the item of a number is published. */
  static String name(int item) {
    return "i" + item;
  }

  /**
   * Adds all values of a message to the tally.
   *
   * @param received when the message came, in milliseconds since 1970
   * @throws IOException when the message is not JSON
   */
  void scan(byte[] message, long received) throws IOException {
    try (JsonParser parser = JSON.createParser(message)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          int item = item(parser.currentName());
          if (item != NONE && parser.nextToken() == JsonToken.START_OBJECT) {
            value(parser, item, received);
          }
        }
      }
    }
  }

  private static int item(String name) {
    if (name.length() < 2 || name.charAt(0) != 'i') {
      return NONE;
    }
    int number = 0;
    for (int i = 1; i < name.length(); i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9' || i > 9) {
        return NONE;
      }
      number = 10 * number + digit - '0';
    }
    return number;
  }

  private void value(JsonParser parser, int item, long received) throws IOException {
    long count = NONE;
    long source = received;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("Value") && token == JsonToken.VALUE_NUMBER_INT) {
        count = parser.getLongValue();
      } else if (name.equals("SourceTimestamp") && token == JsonToken.VALUE_STRING) {
        source = millis(parser.getText());
      } else {
        parser.skipChildren();
      }
    }
    if (count != NONE) {
      tally.add(item, count, received - source);
    }
  }

  private long millis(String timestamp) {
    if (!timestamp.equals(knownTimestamp)) {
      knownMillis = Instant.parse(timestamp).toEpochMilli();
      knownTimestamp = timestamp;
    }
    return knownMillis;
  }
}
