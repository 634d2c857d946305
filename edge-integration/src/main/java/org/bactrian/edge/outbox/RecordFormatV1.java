package org.bactrian.edge.outbox;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * First format of records, big-endian: marker (4 bytes, the lower half of the segment's salt),
 * CRC32C (4) of the salt and all that follows, length of the payload (4), type (1), payload.
 *
 * <ul>
 *   <li>message: id (8), milliseconds since 1970 (8), length of the channel's name (4), the name in
 *       UTF-8, length of the header (4), header, body
 *   <li>removal: id (8)
 *   <li>state value: length of the key (4), the key in UTF-8, value
 * </ul>
 */
final class RecordFormatV1 implements RecordFormat {

  private static final int CHECKSUM_AT = Integer.BYTES;
  private static final int LENGTH_AT = 2 * Integer.BYTES;
  private static final int PREFIX = 3 * Integer.BYTES + 1;

  private static final byte MESSAGE = 1;
  private static final byte REMOVAL = 2;
  private static final byte STATE_VALUE = 3;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final long salt;
  private final int marker;

  RecordFormatV1(long salt) {
    this.salt = salt;
    this.marker = (int) salt;
  }

  @Override
  public EncodedRecord encode(LogEntry entry) {
    if (entry instanceof LogEntry.Message message) {
      byte[] channel = message.channel().getBytes(StandardCharsets.UTF_8);
      int size = 2 * Long.BYTES + 2 * Integer.BYTES + channel.length + message.header().length;
      ByteBuffer head = begin(MESSAGE, size, message.body().remaining());
      head.putLong(message.id()).putLong(message.appended().toEpochMilli());
      head.putInt(channel.length).put(channel).putInt(message.header().length);
      return end(head.put(message.header()), message.body().duplicate());
    }
    if (entry instanceof LogEntry.Removal removal) {
      return end(begin(REMOVAL, Long.BYTES, 0).putLong(removal.id()), NOTHING.duplicate());
    }
    LogEntry.StateValue state = (LogEntry.StateValue) entry;
    byte[] key = state.key().getBytes(StandardCharsets.UTF_8);
    ByteBuffer head = begin(STATE_VALUE, Integer.BYTES + key.length + state.value().length, 0);
    return end(head.putInt(key.length).put(key).put(state.value()), NOTHING.duplicate());
  }

  private ByteBuffer begin(byte type, int size, int bodySize) {
    ByteBuffer head = ByteBuffer.allocate(PREFIX + size);
    return head.putInt(marker).putInt(0).putInt(size + bodySize).put(type);
  }

  private EncodedRecord end(ByteBuffer head, ByteBuffer body) {
    head.flip();
    head.putInt(CHECKSUM_AT, checksum(head.duplicate().position(LENGTH_AT), body.duplicate()));
    return new EncodedRecord(head, body);
  }

  @Override
  public Optional<DecodedRecord> decode(ByteBuffer segment, int offset) {
    int available = segment.limit() - offset - PREFIX;
    if (available < 0 || segment.getInt(offset) != marker) {
      return Optional.empty();
    }
    int length = segment.getInt(offset + LENGTH_AT);
    if (length < 0 || length > available) {
      return Optional.empty();
    }
    int end = offset + PREFIX + length;
    ByteBuffer checked = segment.duplicate().limit(end).position(offset + LENGTH_AT);
    if (segment.getInt(offset + CHECKSUM_AT) != checksum(checked, NOTHING.duplicate())) {
      return Optional.empty();
    }
    ByteBuffer payload = segment.duplicate().limit(end).position(offset + PREFIX);
    return entry(segment.get(offset + PREFIX - 1), payload)
        .map(entry -> new DecodedRecord(entry, PREFIX + length));
  }

  @Override
  public Optional<byte[]> decodeHeader(ByteBuffer record, long id) {
    if (record.limit() < PREFIX
        || record.getInt(0) != marker
        || record.get(PREFIX - 1) != MESSAGE) {
      return Optional.empty();
    }
    return entry(MESSAGE, record.duplicate().position(PREFIX))
        .map(LogEntry.Message.class::cast)
        .filter(message -> message.id() == id)
        .map(LogEntry.Message::header);
  }

  /** Its checksum was right, so that another type or layout could only be an error of ours. */
  private static Optional<LogEntry> entry(byte type, ByteBuffer payload) {
    try {
      return switch (type) {
        case MESSAGE -> Optional.of(message(payload));
        case REMOVAL -> Optional.of(new LogEntry.Removal(payload.getLong()));
        case STATE_VALUE -> Optional.of(stateValue(payload));
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException | NegativeArraySizeException e) {
      return Optional.empty();
    }
  }

  private static LogEntry message(ByteBuffer payload) {
    long id = payload.getLong();
    Instant appended = Instant.ofEpochMilli(payload.getLong());
    String channel = text(payload);
    byte[] header = bytes(payload, payload.getInt());
    return new LogEntry.Message(id, appended, channel, header, payload.slice());
  }

  private static LogEntry stateValue(ByteBuffer payload) {
    String key = text(payload);
    return new LogEntry.StateValue(key, bytes(payload, payload.remaining()));
  }

  private static String text(ByteBuffer payload) {
    return new String(bytes(payload, payload.getInt()), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer payload, int length) {
    if (length > payload.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    payload.get(bytes);
    return bytes;
  }

  @Override
  public int nextMarker(ByteBuffer segment, int from) {
    for (int offset = from; offset <= segment.limit() - Integer.BYTES; offset++) {
      if (segment.getInt(offset) == marker) {
        return offset;
      }
    }
    return segment.limit();
  }

  private int checksum(ByteBuffer first, ByteBuffer second) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
    crc.update(first);
    crc.update(second);
    return (int) crc.getValue();
  }
}
