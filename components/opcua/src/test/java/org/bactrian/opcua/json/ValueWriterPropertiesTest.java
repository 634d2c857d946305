package org.bactrian.opcua.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Matrix;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.ULong;

/** JSON that any parser reads back as what was written. */
class ValueWriterPropertiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Property
  void anyDoubleIsReadBack(@ForAll double value) throws JsonProcessingException {
    assertThat(read(ValueFormat.COMPATIBLE, value).asDouble()).isEqualTo(value);
  }

  @Property
  void anyFloatIsReadBack(@ForAll float value) throws JsonProcessingException {
    assertThat((float) read(ValueFormat.STRICT, value).asDouble()).isEqualTo(value);
  }

  @Property
  void anyInt64IsReadBackInBothForms(@ForAll long value) throws JsonProcessingException {
    assertThat(read(ValueFormat.COMPATIBLE, value).longValue()).isEqualTo(value);
    assertThat(read(ValueFormat.STRICT, value).textValue()).isEqualTo(Long.toString(value));
    assertThat(read(ValueFormat.COMPATIBLE, ULong.valueOf(value)).bigIntegerValue())
        .isEqualTo(ULong.valueOf(value).toBigInteger());
  }

  @Property
  void anyIntegerIsReadBack(@ForAll int value, @ForAll short small, @ForAll byte smaller)
      throws JsonProcessingException {
    assertThat(read(ValueFormat.STRICT, value).intValue()).isEqualTo(value);
    assertThat(read(ValueFormat.STRICT, small).intValue()).isEqualTo(small);
    assertThat(read(ValueFormat.STRICT, smaller).intValue()).isEqualTo(smaller);
    assertThat(read(ValueFormat.STRICT, UInteger.valueOf(value & 0xFFFFFFFFL)).longValue())
        .isEqualTo(value & 0xFFFFFFFFL);
  }

  @Property
  void anyTextIsReadBack(@ForAll @Size(max = 200) int[] codePoints) throws JsonProcessingException {
    StringBuilder text = new StringBuilder();
    for (int codePoint : codePoints) {
      int valid = Math.floorMod(codePoint, 0x110000);
      text.appendCodePoint(valid >= 0xD800 && valid <= 0xDFFF ? 'x' : valid);
    }

    assertThat(read(ValueFormat.STRICT, text.toString()).textValue()).isEqualTo(text.toString());
  }

  @Property
  void anyBytesAreReadBack(@ForAll @Size(min = 1, max = 300) byte[] bytes) throws IOException {
    assertThat(read(ValueFormat.STRICT, ByteString.of(bytes)).binaryValue()).isEqualTo(bytes);
  }

  @Property
  void anyArrayHasItsElementsInOrder(@ForAll int[] values) throws JsonProcessingException {
    assertThat(JSON.convertValue(read(ValueFormat.STRICT, values), int[].class)).isEqualTo(values);
  }

  @Property
  void anyMatrixHasItsElementsInOrder(@ForAll @Size(6) int[] values)
      throws JsonProcessingException {
    int[][] rows = {{values[0], values[1], values[2]}, {values[3], values[4], values[5]}};

    assertThat(JSON.convertValue(read(ValueFormat.STRICT, Matrix.ofInt32(rows)), int[][].class))
        .isDeepEqualTo(rows);
  }

  @Property
  void timesInAnyOrderAreNotMixedUp(@ForAll @Size(max = 20) long[] ticks)
      throws JsonProcessingException {
    DateTime[] times = new DateTime[ticks.length];
    for (int i = 0; i < ticks.length; i++) {
      times[i] = new DateTime(Math.floorMod(ticks[i], 2_650_467_743_990_000_000L) + 1);
    }

    JsonNode read = read(ValueFormat.STRICT, times);

    for (int i = 0; i < times.length; i++) {
      assertThat(TimestampText.ticksOf(Instant.parse(read.get(i).textValue())))
          .isEqualTo(times[i].getUtcTime());
    }
  }

  private static JsonNode read(ValueFormat format, Object value) throws JsonProcessingException {
    return JSON.readTree(Values.json(format, value));
  }
}
