package org.bactrian.edge.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.bactrian.patience.FuzzInputs;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments on a disk that lost power, or was written to by another program. */
class RecordFormatFuzzTest {

  private static final RecordFormatV1 FORMAT = new RecordFormatV1(7);

  static Stream<byte[]> segments() {
    RecordFormat.EncodedRecord message =
        FORMAT.encode(
            new LogEntry.Message(1, Instant.EPOCH, "a", new byte[2], ByteBuffer.allocate(3)));
    RecordFormat.EncodedRecord removal = FORMAT.encode(new LogEntry.Removal(1));
    return Stream.concat(
        Stream.of(message, removal)
            .map(
                record ->
                    ByteBuffer.allocate(record.head().remaining() + record.body().remaining())
                        .put(record.head())
                        .put(record.body())
                        .array()),
        FuzzInputs.utf8("", "short"));
  }

  @MethodSource("segments")
  @FuzzTest
  void aSegmentIsReadToItsEnd(byte[] segment) {
    ByteBuffer buffer = ByteBuffer.wrap(segment);
    SegmentHeader.read(buffer.duplicate());
    int at = 0;
    while (at < segment.length) {
      Optional<RecordFormat.DecodedRecord> record = FORMAT.decode(buffer.duplicate(), at);
      int next =
          record.isPresent()
              ? at + record.get().size()
              : FORMAT.nextMarker(buffer.duplicate(), at + 1);
      assertThat(next).isGreaterThan(at);
      at = next;
    }
  }

  static Stream<byte[]> headers() {
    return FuzzInputs.utf8(
        "{\"number\":1,\"values\":2,\"headers\":{\"a\":1},\"progress\":{\"b\":2},\"more\":true}",
        "{\"headers\":null}",
        "null");
  }

  @MethodSource("headers")
  @FuzzTest
  void aHeaderIsReadOrRefused(byte[] header) {
    try {
      OutboxMessageHeader read = OutboxMessageHeader.read(header);
      if (read != null) {
        assertThat(read.toBytes()).isNotEmpty();
      }
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
