package org.bactrian.localazure.servicebus.message;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Header;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.codec.ReadableBuffer;

/**
 * A message as AMQP 1.0 lays it out (Part 3, section 3.2): what the broker may change, header and
 * annotations, before what it passes on byte by byte, the bare message and its footer. Immutable.
 */
public final class BusMessage {

  /** The format of a transfer whose data sections are messages of their own. */
  public static final int BATCH_FORMAT = 0x80013700;

  private static final Symbol SCHEDULED_TIME = Symbol.valueOf("x-opt-scheduled-enqueue-time");

  private final Header header;
  private final Map<Symbol, Object> annotations;
  private final byte[] bare;

  private BusMessage(Header header, Map<Symbol, Object> annotations, byte[] bare) {
    this.header = header;
    this.annotations = annotations;
    this.bare = bare;
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when the bytes are no sections of a message
   */
  public static BusMessage decode(byte[] encoded) {
    ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(encoded);
    Header header = new Header();
    Map<Symbol, Object> annotations = Map.of();
    int bareFrom = encoded.length;
    try {
      while (buffer.hasRemaining()) {
        int start = buffer.position();
        Object section = AmqpCodec.read(buffer);
        if (section instanceof Header found) {
          header = found;
        } else if (section instanceof MessageAnnotations found) {
          annotations = found.getValue();
        } else if (!(section instanceof DeliveryAnnotations)) {
          bareFrom = start;
          buffer.position(start);
          break;
        }
      }
      // The others are read, too, so that nobody meets what is wrong in them later.
      while (buffer.hasRemaining()) {
        requireNames(AmqpCodec.read(buffer));
      }
      buffer.position(bareFrom);
    } catch (RuntimeException e) {
      // Proton throws what it meets: bad types, ends of buffers, casts.
      throw new IllegalArgumentException("The bytes are no AMQP message: " + e.getMessage(), e);
    }
    byte[] bare = new byte[buffer.remaining()];
    buffer.get(bare);
    return new BusMessage(header, copy(annotations), bare);
  }

  /** Requires that application properties have names that are text; the decoder takes any. */
  private static void requireNames(Object section) {
    if (section instanceof ApplicationProperties found && found.getValue() != null) {
      for (Object name : found.getValue().keySet()) {
        if (!(name instanceof String)) {
          throw new IllegalArgumentException("an application property has no text for a name");
        }
      }
    }
  }

  /**
   * Reads what a transfer carries: one message, or a batch of them.
   *
   * @throws IllegalArgumentException when the bytes are no messages
   */
  public static List<BusMessage> decode(byte[] encoded, int format) {
    BusMessage outer = decode(encoded);
    if (format != BATCH_FORMAT) {
      return List.of(outer);
    }
    List<BusMessage> messages = new ArrayList<>();
    for (Object section : outer.sections()) {
      if (section instanceof Data data) {
        Binary bytes = data.getValue();
        if (bytes == null) {
          throw new IllegalArgumentException("a message of the batch has no bytes");
        }
        byte[] message = new byte[bytes.getLength()];
        bytes.asByteBuffer().get(message);
        messages.add(decode(message));
      }
    }
    return messages;
  }

  /**
   * Makes a message.
   *
   * @param annotations what the broker's clients see beside the message
   * @param applicationProperties names and values that the sender chose
   */
  public static BusMessage of(
      Map<String, Object> annotations,
      Properties properties,
      Map<String, Object> applicationProperties,
      byte[] body) {
    Map<Symbol, Object> symbols = new LinkedHashMap<>();
    annotations.forEach((name, value) -> symbols.put(Symbol.valueOf(name), value));
    List<Object> sections = new ArrayList<>();
    sections.add(properties);
    sections.add(new ApplicationProperties(applicationProperties));
    sections.add(new Data(new Binary(body)));
    return new BusMessage(new Header(), symbols, encodeAll(sections, new byte[0]));
  }

  /** Longest life that the message asks for. */
  public Optional<Duration> timeToLive() {
    return Optional.ofNullable(header.getTtl()).map(ttl -> Duration.ofMillis(ttl.longValue()));
  }

  /** Time from which the message is there for receivers, if not at once. */
  public Optional<Instant> scheduledTime() {
    return annotations.get(SCHEDULED_TIME) instanceof Date date
        ? Optional.of(date.toInstant())
        : Optional.empty();
  }

  /** An annotation as text. */
  public Optional<String> annotation(String name) {
    return Optional.ofNullable(annotations.get(Symbol.valueOf(name))).map(Object::toString);
  }

  /** Names and values that the sender chose; nobody may change them. */
  public Map<String, Object> applicationProperties() {
    for (Object section : sections()) {
      if (section instanceof ApplicationProperties found && found.getValue() != null) {
        return Collections.unmodifiableMap(found.getValue());
      }
    }
    return Map.of();
  }

  /** Returns the message with more, or other, application properties. */
  public BusMessage withApplicationProperties(Map<String, ?> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, Object> values = new LinkedHashMap<>(applicationProperties());
    values.putAll(more);
    List<Object> head = new ArrayList<>();
    ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(bare);
    int rest = 0;
    while (buffer.hasRemaining()) {
      Object section = AmqpCodec.read(buffer);
      if (section instanceof Properties) {
        head.add(section);
      } else if (!(section instanceof ApplicationProperties)) {
        break;
      }
      rest = buffer.position();
    }
    head.add(new ApplicationProperties(values));
    byte[] tail = new byte[bare.length - rest];
    System.arraycopy(bare, rest, tail, 0, tail.length);
    return new BusMessage(header, annotations, encodeAll(head, tail));
  }

  /** Returns the message with more, or other, annotations. */
  public BusMessage withAnnotations(Map<String, ?> more) {
    Map<Symbol, Object> all = new LinkedHashMap<>(annotations);
    more.forEach((name, value) -> all.put(Symbol.valueOf(name), value));
    return new BusMessage(header, all, bare);
  }

  /** Returns the message without a time before which it is not delivered. */
  public BusMessage unscheduled() {
    Map<Symbol, Object> all = new LinkedHashMap<>(annotations);
    all.remove(SCHEDULED_TIME);
    return new BusMessage(header, all, bare);
  }

  /** The bytes of the message as it came, without delivery annotations. */
  public byte[] encode() {
    return encode(header);
  }

  /** The bytes for a receiver, who is told how often the message was delivered in vain. */
  public byte[] encode(int deliveryCount) {
    Header delivered = new Header(header);
    delivered.setDeliveryCount(UnsignedInteger.valueOf(deliveryCount));
    return encode(delivered);
  }

  private byte[] encode(Header shown) {
    List<Object> head = new ArrayList<>();
    head.add(shown);
    if (!annotations.isEmpty()) {
      head.add(new MessageAnnotations(annotations));
    }
    return encodeAll(head, bare);
  }

  private List<Object> sections() {
    ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(bare);
    List<Object> sections = new ArrayList<>();
    while (buffer.hasRemaining()) {
      sections.add(AmqpCodec.read(buffer));
    }
    return sections;
  }

  private static byte[] encodeAll(List<Object> sections, byte[] tail) {
    return AmqpEncoding.bytes(
        buffer -> {
          sections.forEach(section -> AmqpCodec.write(section, buffer));
          buffer.put(tail, 0, tail.length);
        });
  }

  private static Map<Symbol, Object> copy(Map<Symbol, Object> annotations) {
    return annotations == null ? Map.of() : new LinkedHashMap<>(annotations);
  }
}
