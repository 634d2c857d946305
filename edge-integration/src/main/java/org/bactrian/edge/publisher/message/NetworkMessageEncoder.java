package org.bactrian.edge.publisher.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bactrian.edge.publisher.group.DataSetRouting;
import org.bactrian.edge.publisher.group.MessageFormat;
import org.bactrian.edge.publisher.group.MessageTimestamp;
import org.bactrian.edge.publisher.group.WriterGroup;
import org.bactrian.opcua.json.ValueFormat;

/**
 * Turns the DataSetMessages of a WriterGroup into the JSON NetworkMessages of its format (Part 14,
 * 7.2.5), each with its properties not larger than the group's limit.
 *
 * <p>Every value is encoded once. A DataSetMessage that is too large for one NetworkMessage is
 * split by fields into several of its kind; an event, which can not be in two messages, loses its
 * largest fields instead. A single value that is too large is dropped, logged and counted, never
 * lost silently; in modes of samples an event is such a single value.
 *
 * <p>Where topics follow the browse paths of nodes, a DataSetMessage becomes one for each field.
 *
 * <p>Sequence numbers: a writer's messages come with numbers that rise by one. Where a message
 * becomes several (parts, or samples), they take consecutive numbers from its own on, and the
 * numbers of the writer's later messages move up by as many. A keep alive that the mode does not
 * send takes none.
 *
 * <p>Used by one thread at a time, the owner of the group; only {@link #droppedValues} may be
 * called by others.
 */
public final class NetworkMessageEncoder {

  private static final long SEQUENCE_MASK = 0xFFFFFFFFL;

  private final MessageFormat format;
  private final MessageLayout layout;
  private final DroppedValueLog droppedValues;
  private final FieldEncoder fields;
  private final HeaderWriter headers;
  private final BodyAssembler bodies;
  private final Map<String, Long> numbersAdded = new HashMap<>();

  /**
   * An encoder for a group.
   *
   * @throws UnsupportedMessageFormatException when the group's mode and encoding are not served
   *     together
   */
  public NetworkMessageEncoder(WriterGroup group) {
    this.format = group.format();
    try {
      this.layout = MessageLayout.of(group.format(), group.trigger().batches());
      this.droppedValues = new DroppedValueLog(group.name());
      ValueFormat valueFormat =
          new ValueFormat(layout.strict(), layout.reversible(), group.format().namespaceFormat());
      JsonTexts texts = new JsonTexts();
      ExtensionFields extensions = new ExtensionFields(group.name(), layout, valueFormat);
      this.fields = new FieldEncoder(layout, valueFormat, texts, extensions, droppedValues);
      this.headers = new HeaderWriter(group, layout, texts);
      this.bodies =
          new BodyAssembler(
              layout,
              new HeaderWriter(group, layout, texts),
              layout.samples() ? Integer.MAX_VALUE : group.trigger().batchSize(),
              group.trigger().maxMessageSize(),
              new MessageProperties(group, layout.schema(), layout.strict()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks a format before there is a group of it.
   *
   * @throws UnsupportedMessageFormatException when its mode and encoding are not served together
   */
  public static void requireSupported(MessageFormat format) {
    MessageLayout.of(format, false);
  }

  /**
   * Encodes messages in their order.
   *
   * @return none when there is nothing to say, such as keep alives in a mode of samples
   */
  public List<NetworkMessage> encode(List<DataSetMessage> messages) {
    try {
      if (layout.samples() && format.latestOnly()) {
        List<Optional<DataSetMessage>> reduced = LatestValues.of(messages);
        for (int i = 0; i < messages.size(); i++) {
          encode(messages.get(i), reduced.get(i));
        }
      } else {
        for (DataSetMessage message : messages) {
          encode(message, Optional.of(message));
        }
      }
      return bodies.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Encodes what is left of a message; where that is nothing, the message takes no number. */
  private void encode(DataSetMessage whole, Optional<DataSetMessage> left) throws IOException {
    long added = numbersAdded.getOrDefault(whole.writer().name(), 0L);
    long number = whole.sequenceNumber() + added;
    int taken = 0;
    if (left.isPresent()) {
      taken = encode(stamped(left.get()), number);
    }
    if (taken != 1) {
      numbersAdded.put(whole.writer().name(), added + taken - 1);
    }
  }

  private DataSetMessage stamped(DataSetMessage message) {
    return format.timestamp() == MessageTimestamp.ENCODED
        ? message.withTimestamp(Instant.now())
        : message;
  }

  /**
   * Returns by how much the numbers of a writer's messages have moved up; the next ones are given
   * with that in mind.
   */
  public long takeNumbersAdded(String writer) {
    Long added = numbersAdded.remove(writer);
    return added == null ? 0 : added;
  }

  /** Values that were dropped since the start, because they were too large or had no JSON. */
  public long droppedValues() {
    return droppedValues.count();
  }

  private int encode(DataSetMessage message, long number) throws IOException {
    if (message.writer().routing() == DataSetRouting.NONE || message.kind().isEvent()) {
      return encodeWhole(message, number);
    }
    int taken = 0;
    for (DataSetMessage part : message.byField()) {
      taken += encodeWhole(part, number + taken);
    }
    return taken;
  }

  private int encodeWhole(DataSetMessage message, long number) throws IOException {
    return layout.samples() ? encodeSamples(message, number) : encodeMessage(message, number);
  }

  private int encodeSamples(DataSetMessage message, long number) throws IOException {
    if (message.kind() == DataSetMessage.Kind.KEEP_ALIVE) {
      return 0;
    }
    FieldBuffer samples = fields.samples(message, i -> (number + i) & SEQUENCE_MASK);
    boolean event = message.kind().isEvent();
    for (int i = 0; i < samples.count(); i++) {
      int size = samples.size(i, i + 1);
      bodies.ready(message);
      if (size > bodies.room() && !bodies.isEmpty()) {
        bodies.close();
        bodies.ready(message);
      }
      if (size > bodies.room()) {
        droppedValues.tooLarge(message.fields().get(samples.owner(i)), size, bodies.limit());
      } else {
        int count = event ? message.fields().size() : 1;
        samples.copy(i, i + 1, bodies.add(message, (number + i) & SEQUENCE_MASK, count));
      }
    }
    return event ? 1 : message.fields().size();
  }

  private int encodeMessage(DataSetMessage message, long number) throws IOException {
    FieldBuffer members = fields.members(message);
    if (members.count() == 0 && !message.fields().isEmpty()) {
      return 1;
    }
    int parts = 0;
    int from = 0;
    do {
      int room = begin(message, number + parts);
      if (members.size(from, members.count()) > room && !bodies.isEmpty()) {
        bodies.close();
        room = begin(message, number + parts);
      }
      if (room < 0) {
        droppedValues.headerTooLarge(message, bodies.limit());
        break;
      }
      int to = fitting(message, members, from, room);
      if (to > from || members.count() == 0 && message.fields().isEmpty()) {
        ByteSink body =
            bodies.add(message, (number + parts) & SEQUENCE_MASK, values(members, from, to));
        headers.copyPrefix(body);
        members.copy(from, to, body);
        headers.copySuffix(body);
        parts++;
        from = to;
      }
    } while (from < members.count());
    return Math.max(1, parts);
  }

  /** Makes header and body ready for a message; answers the bytes that its fields may have. */
  private int begin(DataSetMessage message, long number) throws IOException {
    bodies.ready(message);
    headers.message(message, number & SEQUENCE_MASK, fields.isBare(message));
    return bodies.room() - headers.size();
  }

  /** Returns the end of the fields that fit; drops a field that does not fit into an empty body. */
  private int fitting(DataSetMessage message, FieldBuffer members, int from, int room) {
    if (message.kind().isEvent()) {
      while (members.size(0, members.count()) > room) {
        drop(message, members, members.largest());
      }
      return members.count();
    }
    int to = members.fitting(from, room);
    if (to == from && from < members.count()) {
      drop(message, members, from);
    }
    return to;
  }

  private void drop(DataSetMessage message, FieldBuffer members, int i) {
    int owner = members.owner(i);
    int size = members.size(i, i + 1);
    if (owner == FieldEncoder.EXTENSION) {
      droppedValues.extensionTooLarge(message, size, bodies.limit());
    } else {
      droppedValues.tooLarge(message.fields().get(owner), size, bodies.limit());
    }
    members.remove(i);
  }

  /** Values of the server among the fields; what the user added is not counted. */
  private static int values(FieldBuffer members, int from, int to) {
    int values = to - from;
    for (int i = to - 1; i >= from && members.owner(i) == FieldEncoder.EXTENSION; i--) {
      values--;
    }
    return values;
  }
}
